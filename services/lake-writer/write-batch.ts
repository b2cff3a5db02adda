import { type Outcome, toRetryable } from '../../shared/batch/outcome.ts'
import type {
  MessageOutcome,
  QueueMessage,
  ReceivedChange,
} from '../../shared/batch/queue-message.ts'
import { readMessages } from '../../shared/batch/read-messages.ts'
import { applyRedeemed } from '../../shared/claim-check/apply-redeemed.ts'
import type { ClaimReader } from '../../shared/claim-check/claim-store.ts'
import type { LakeObjects } from '../../shared/lake/lake-objects.ts'
import type { PlannedColumn } from '../../shared/lake/lake-record.ts'
import { type PutLinesPorts, putLines } from './put-lines.ts'
import { type PlannedChange, toLakeLines } from './to-lake-lines.ts'
import { toLargeObject } from './to-large-object.ts'

export interface WriteBatchOptions extends Omit<PutLinesPorts, 'hasTime'> {
  readonly objects: LakeObjects
  readonly claims: ClaimReader
  /** The columns of each entity, by its name. */
  readonly columns: ReadonlyMap<string, readonly PlannedColumn[]>
}

/** A change with its line. */
interface ChangeLine {
  readonly change: ReceivedChange
  readonly line: Uint8Array
}

/**
 * Brings a batch of changes into the lake and says what became of each message.
 *
 * All of them, also those that are older than what the lake has: it holds every change, and its
 * views sort them.
 *
 * @param hasTime false when there is no time for a further request.
 */
export async function writeBatch(
  messages: readonly QueueMessage[],
  options: WriteBatchOptions,
  hasTime: () => boolean,
): Promise<readonly MessageOutcome[]> {
  const { changes, poison } = readMessages(messages)
  const written = await applyRedeemed(changes, { ...options, hasTime }, (portion) =>
    writePortion(portion, options, hasTime),
  )
  return [...poison, ...written]
}

async function writePortion(
  changes: readonly ReceivedChange[],
  options: WriteBatchOptions,
  hasTime: () => boolean,
): Promise<readonly MessageOutcome[]> {
  const { planned, held } = planChanges(changes, options.columns)
  const lines = toLakeLines(planned)
  const all = planned.flatMap((change, place) => {
    const line = lines[place]
    return line === undefined ? [] : [{ change, line }]
  })
  const isLarge = ({ line }: ChangeLine) => line.length > options.stream.lineBytesMax
  const written = await Promise.all([
    writeLines(
      all.filter((one) => !isLarge(one)),
      options,
      hasTime,
    ),
    writeObjects(all.filter(isLarge), options.objects),
  ])
  return [...held, ...written.flat()]
}

/** While a deploy adds an entity, the enrichment may know it before this function does. */
const ENTITY_UNKNOWN = toRetryable('entity.unknown')

function planChanges(
  changes: readonly ReceivedChange[],
  columnsOf: WriteBatchOptions['columns'],
): { readonly planned: readonly PlannedChange[]; readonly held: readonly MessageOutcome[] } {
  const planned: PlannedChange[] = []
  const held: MessageOutcome[] = []
  for (const change of changes) {
    const columns = columnsOf.get(change.event.entity)
    if (columns === undefined) held.push({ ...change, outcome: ENTITY_UNKNOWN })
    else planned.push({ ...change, columns })
  }
  return { planned, held }
}

async function writeLines(
  lines: readonly ChangeLine[],
  options: WriteBatchOptions,
  hasTime: () => boolean,
): Promise<readonly MessageOutcome[]> {
  const outcomes = await putLines(
    lines.map(({ line }) => line),
    { ...options, hasTime },
  )
  return lines.map(({ change }, place) => {
    const outcome = outcomes[place]
    if (outcome === undefined) throw new Error('The outcome of a change is missing.')
    return toResult(change, outcome)
  })
}

async function writeObjects(
  lines: readonly ChangeLine[],
  objects: LakeObjects,
): Promise<readonly MessageOutcome[]> {
  return Promise.all(
    lines.map(async ({ change, line }) => {
      const { name, body } = toLargeObject(change.event, line)
      return toResult(change, await objects.put(name, body))
    }),
  )
}

function toResult({ message, event }: ReceivedChange, outcome: Outcome): MessageOutcome {
  return { message, event, outcome }
}
