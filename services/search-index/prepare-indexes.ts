import type { StreamName } from '../../shared/change-event/parse-stream-arn.ts'
import type { EntityDefinition } from '../../shared/entity/entity-definition.ts'
import { ConfigError } from '../../shared/errors/pipeline-error.ts'
import { isRecord } from '../../shared/json/is-record.ts'
import { type CodecId, GENERATION_MAX } from '../../shared/ordering/index.ts'
import type { ConcreteIndex, IndexAdmin, IndexBody } from '../../shared/search/index-admin.ts'
import {
  appendLineage,
  type IndexContract,
  toContract,
} from '../../shared/search/index-contract.ts'
import { firstIndex, searchAlias, writeAlias } from '../../shared/search/index-names.ts'
import { describeRefusals } from './describe-refusals.ts'
import { SEARCH_ALIAS, toIndexMapping } from './index-mapping.ts'
import { refusedChanges } from './refused-changes.ts'

export interface PrepareIndexesOptions {
  readonly admin: IndexAdmin
  readonly definitions: readonly EntityDefinition[]
  readonly codec: CodecId
  /** The table's current stream: appended to each index's lineages when it is new. */
  readonly stream: StreamName
  /** Of indexes made from now on. */
  readonly shards: number
  readonly replicas: number
}

/** What one entity's index is now, and what it shall be. */
interface IndexPlan {
  readonly index: string
  /** Null when there is none yet. */
  readonly current: ConcreteIndex | null
  readonly body: IndexBody
  readonly problems: readonly string[]
}

/**
 * Makes or updates template, index, mapping, lineages and aliases of every entity.
 *
 * Doing it again changes nothing. Everything is checked before the first index is made or given a
 * new field, and nothing is ever removed: no field, no lineage, no document.
 *
 * @returns the concrete index of each entity, in the definitions' order.
 * @throws ConfigError `index.incompatible` that lists every index that cannot be brought along,
 *   each with its fields, one a line, and the way out; RetryableError when the domain is not there (yet).
 */
export async function prepareIndexes(options: PrepareIndexesOptions): Promise<readonly string[]> {
  const plans: IndexPlan[] = []
  for (const definition of options.definitions) plans.push(await planIndex(definition, options))
  const problems = plans.flatMap((plan) => plan.problems)
  if (problems.length > 0) throw new ConfigError('index.incompatible', problems.join('\n'))

  const names: string[] = []
  for (const plan of plans) names.push(await applyPlan(plan, options.admin))
  return names
}

async function planIndex(
  definition: EntityDefinition,
  options: PrepareIndexesOptions,
): Promise<IndexPlan> {
  const { index } = definition.search
  const [current = null, ...others] = await findIndexes(index, options.admin)
  const contract = toContract(current?.mapping._meta)
  const lineages = appendLineage(contract.lineages, options.stream)
  const mappings = toIndexMapping(definition, { codec: options.codec, lineages })
  const settings = { number_of_shards: options.shards, number_of_replicas: options.replicas }
  const body = { settings, mappings }
  if (current === null) return { index, current, body, problems: [] }

  if (others.length > 0) {
    return { index, current, body, problems: [severalWritten(index, [current, ...others])] }
  }
  const contractProblems = [
    ...checkCodec(current.name, contract, options.codec),
    ...checkCount(current.name, lineages.length),
  ]
  if (contractProblems.length > 0) return { index, current, body, problems: contractProblems }
  const refused = await refusedChanges(current, mappings, options.admin)
  const problems = refused.length > 0 ? [describeRefusals(current.name, refused)] : []
  return { index, current, body, problems }
}

/** The indexes that are written to; without the alias, one that an earlier attempt may have left. */
async function findIndexes(index: string, admin: IndexAdmin): Promise<readonly ConcreteIndex[]> {
  const behindAlias = await admin.readIndexes(writeAlias(index))
  return behindAlias.length > 0 ? behindAlias : admin.readIndexes(firstIndex(index))
}

/** Which of them has the documents, and so whose lineages count, is not for a deployment to guess. */
function severalWritten(index: string, found: readonly ConcreteIndex[]): string {
  const names = found.map(({ name }) => name).toSorted()
  return (
    `The alias ${writeAlias(index)} leads to several indexes (${names.join(', ')}), and changes are ` +
    'written to one: take it off the others.'
  )
}

/** Versions of two codecs do not compare, so one index holds those of one codec. */
function checkCodec(name: string, { codec }: IndexContract, wanted: CodecId): readonly string[] {
  if (codec === wanted) return []
  const has = codec === null ? 'names no version codec' : `has versions of the codec ${codec}`
  return [
    `The index ${name} ${has}, and this deployment writes ${wanted}: rebuild it into a new index, ` +
      'or set the sequence layout back.',
  ]
}

/** A version has room for so many generations: a further stream's changes could not be written. */
function checkCount(name: string, lineages: number): readonly string[] {
  if (lineages <= GENERATION_MAX + 1) return []
  return [
    `The index ${name} lists ${GENERATION_MAX + 1} streams, and versions have no room for another: ` +
      'rebuild it into a new index.',
  ]
}

async function applyPlan({ index, current, body }: IndexPlan, admin: IndexAdmin): Promise<string> {
  await admin.putTemplate(`tailrace-${index}`, `${index}-0*`, withoutContract(body))
  const name = current?.name ?? firstIndex(index)
  if (current === null) await admin.createIndex(name, body)
  else await updateIndex(current, body, admin)

  const written = await admin.readIndexes(writeAlias(index))
  if (written.length === 0) await admin.putAlias(name, writeAlias(index), { is_write_index: true })
  const searched = await admin.readIndexes(searchAlias(index))
  const names = searched.length > 0 ? searched.map((one) => one.name) : [name]
  for (const one of names) await admin.putAlias(one, searchAlias(index), SEARCH_ALIAS)
  return name
}

/**
 * An index that is made by hand gets the mapping, and no contract: it takes no change until a
 * deployment or a rebuild says by which list of streams its versions are.
 */
function withoutContract({ settings, mappings }: IndexBody): IndexBody {
  const { _meta, ...rest } = mappings
  return { settings, mappings: rest }
}

/** What others keep in `_meta`, which is only written as a whole, stays. */
async function updateIndex(
  { name, mapping }: ConcreteIndex,
  { mappings, settings }: IndexBody,
  admin: IndexAdmin,
): Promise<void> {
  const _meta = { ...asObject(mapping._meta), ...asObject(mappings._meta) }
  await admin.putMapping(name, { ...mappings, _meta })
  const { number_of_replicas } = settings
  if (number_of_replicas !== undefined) await admin.putSettings(name, { number_of_replicas })
}

function asObject(value: unknown): object {
  return isRecord(value) ? value : {}
}
