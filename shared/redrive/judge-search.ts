import type { ChangeEvent } from '../change-event/change-event.ts'
import type { EntityDefinition } from '../entity/entity-definition.ts'
import { PoisonError, RetryableError } from '../errors/pipeline-error.ts'
import { codecId, compareSequenceNumbers, toSequenceCounter } from '../ordering/index.ts'
import { toDocumentId } from '../search/document-id.ts'
import { generationOf, type IndexContract } from '../search/index-contract.ts'
import type { FoundDocument, MissingDocument } from '../search/search-index.ts'
import type { JudgeChanges } from './judge-changes.ts'
import { ENTITY_UNKNOWN, type Judgement } from './judgement.ts'
import type { SinkStates } from './sink-states.ts'

interface Admitted {
  readonly event: ChangeEvent
  readonly index: string
  readonly contract: IndexContract
  readonly generation: number
}

/**
 * Judges by what the index holds now, as the projector does: lineage first, then the whole sequence
 * number. What the mapping would refuse it cannot tell.
 */
export const judgeSearch: JudgeChanges = async (events, states) => {
  const contractOf = createContractReader(states)
  const gates = await Promise.all(events.map((event) => admit(event, states, contractOf)))
  const admitted = gates.filter((gate): gate is Admitted => 'event' in gate)
  const stored = await states.searchIndex.readStates(
    admitted.map(({ index, event }) => ({ index, id: toDocumentId(event.id) })),
  )
  const judged = new Map(
    admitted.map((one, place) => [one, compare(one, stored[place] ?? NOT_ANSWERED)]),
  )
  return gates.map((gate, place) => {
    const judgement = 'event' in gate ? (judged.get(gate) ?? NOT_ANSWERED) : gate
    return couldBringBack(events[place], judgement, states) ? TOO_OLD : judgement
  })
}

/** Only of an item that the index is known to hold is it certain that no removal of it is forgotten. */
function couldBringBack(
  event: ChangeEvent | undefined,
  { verdict, stored }: Judgement,
  { forgottenBeforeMs }: SinkStates,
): boolean {
  if (event === undefined || event.op === 'remove' || stored !== undefined) return false
  const goes = verdict === 'applied' || verdict === 'tried'
  return goes && Date.parse(event.time) < forgottenBeforeMs
}

type ReadContract = (index: string) => Promise<IndexContract | null>

/** One question per index and call. */
function createContractReader({ searchIndex }: SinkStates): ReadContract {
  const contracts = new Map<string, Promise<IndexContract | null>>()
  return (index) => {
    const reading = contracts.get(index) ?? searchIndex.readContract(index)
    contracts.set(index, reading)
    return reading
  }
}

async function admit(
  event: ChangeEvent,
  { definitions, layout }: SinkStates,
  contractOf: ReadContract,
): Promise<Admitted | Judgement> {
  const definition = definitions.find(({ name }) => name === event.entity)
  const refusal = findRefusal(event, definition, layout)
  if (refusal !== null || definition === undefined) return refusal ?? ENTITY_UNKNOWN
  const { index } = definition.search
  try {
    const contract = await contractOf(index)
    if (contract === null) return toTried('index.missing')
    if (contract.codec !== codecId(layout)) return toPoison('codec.mismatch', OTHER_CODEC)
    const generation = generationOf(contract, event.position)
    if (generation === null) return toPoison('lineage.unknown', OTHER_STREAM)
    return { event, index, contract, generation }
  } catch (error) {
    if (!(error instanceof RetryableError)) throw error
    return toTried(error.code)
  }
}

/** What stands in the way whatever the index holds. */
function findRefusal(
  { parked, position }: ChangeEvent,
  definition: EntityDefinition | undefined,
  layout: SinkStates['layout'],
): Judgement | null {
  if (parked !== undefined) {
    return { verdict: 'stale', reason: 'it announces a parked change: the index takes none' }
  }
  if (definition === undefined) return ENTITY_UNKNOWN
  try {
    if (position.sequenceNumber !== '0') toSequenceCounter(position.sequenceNumber, layout)
    return null
  } catch (error) {
    if (!(error instanceof PoisonError)) throw error
    return toPoison(error.code, error.message)
  }
}

type Answer = FoundDocument | MissingDocument | { readonly kind: string; readonly code?: string }

function compare({ event, contract, generation }: Admitted, stored: Answer | Judgement): Judgement {
  if (!('kind' in stored)) return stored
  if (stored.kind === 'missing') return { verdict: 'applied' }
  if (!isFound(stored)) return toTried('code' in stored ? stored.code : undefined)
  if (stored.position === null) {
    return toPoison('document.foreign', 'a document that Tailrace did not write is in its place')
  }
  const { stream, seq } = stored.position
  const place = { stored: `${stream}/${seq}` }
  const storedGeneration = generationOf(contract, stored.position)
  if (storedGeneration === null) return { ...toTried('lineage.stored_unknown'), ...place }
  const order =
    storedGeneration - generation || compareSequenceNumbers(seq, event.position.sequenceNumber)
  return { verdict: order >= 0 ? 'stale' : 'applied', ...place }
}

function isFound(answer: Answer): answer is FoundDocument {
  return answer.kind === 'found'
}

function toPoison(code: string, reason: string): Judgement {
  return { verdict: 'poison', code, reason }
}

function toTried(code = 'index.answer_unreadable'): Judgement {
  return { verdict: 'tried', code, reason: 'the index cannot be asked now' }
}

const NOT_ANSWERED = toTried()
const TOO_OLD: Judgement = {
  verdict: 'not_redrivable',
  code: 'letter.too_old',
  reason:
    'the index may have forgotten that its item was removed since: if the table has the item, its next change or a backfill brings it',
}
const OTHER_CODEC = 'the index counts versions in another way: rebuild it'
const OTHER_STREAM = 'the index does not know its stream: the next deploy lists it'
