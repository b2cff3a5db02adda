/**
 * Every setting of a stage: default, unit, range and meaning, here, in breaker-settings.ts or in
 * cache-settings.ts.
 *
 * The template reads them as `${self:custom.settings.<name>}`. What a stage sets differently stands
 * in stages.ts; what depends on more than one setting is checked in setting-relations.ts. The ranges
 * are the platform's own, narrowed where a value would break a promise of the pipeline.
 */
import { STREAM_VIEW_TYPES } from '../shared/change-event/stream-view.ts'
import { breakerSettings } from './breaker-settings.ts'
import { cacheSettings } from './cache-settings.ts'
import { flag, oneOf, type Setting, text, wholeNumber } from './setting.ts'

const MEMORY_MIB = { min: 128, max: 10_240, unit: 'MiB' }

/** Periods that CloudWatch Logs accepts: https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html */
const LOG_RETENTION_DAYS = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288,
  3653,
] as const

const DAY = /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/

export const settings = {
  deletionProtection: flag(
    { default: true },
    'The table refuses to be deleted until this is false and deployed.',
  ),

  streamViewType: oneOf(
    STREAM_VIEW_TYPES,
    { default: 'NEW_AND_OLD_IMAGES' },
    'Which images a change carries. With less than both, what cannot be computed is said when the stack is packaged or started.',
  ),

  pipeBatchSize: wholeNumber(
    { default: 10, min: 1, max: 10, unit: 'records' },
    'Records the Pipe hands to the enrichment at once. An event bus takes 10 at most.',
  ),
  pipeBatchingWindowSeconds: wholeNumber(
    { default: 0, min: 0, max: 300, unit: 's' },
    'How long the Pipe waits for a batch to fill. 0 sends what is there.',
  ),
  pipeParallelization: wholeNumber(
    { default: 10, min: 1, max: 10, unit: 'batches' },
    'Batches of one shard in work at a time. Order per item is kept.',
  ),
  pipeRecordAgeSecondsMax: wholeNumber(
    { default: 43_200, min: 60, max: 72_000, unit: 's' },
    'An older record goes to the Pipe DLQ as a position. The stream forgets after 24 h, so at least 4 h stay to read it back.',
  ),
  pipeRetriesMax: wholeNumber(
    { default: 100, min: 0, max: 10_000, unit: 'retries' },
    'Retries of a failed batch before its positions go to the Pipe DLQ. Poison is parked and needs none: these are for outages.',
  ),
  pipeBisect: flag(
    { default: true },
    'A failed batch is halved until the record that fails stands alone (AUTOMATIC_BISECT).',
  ),
  pipeLogLevel: oneOf(
    ['OFF', 'ERROR', 'INFO', 'TRACE'],
    { default: 'ERROR' },
    "The Pipe's own log, always without the data that passes.",
  ),
  ttlDeletes: oneOf(
    ['drop', 'deliver'],
    { default: 'drop' },
    'What becomes of a removal by TTL: dropped in the Pipe, or delivered and marked expired.',
  ),

  enrichmentMemoryMib: wholeNumber(
    { default: 512, ...MEMORY_MIB },
    'Memory of the enrichment; CPU grows with it.',
  ),
  enrichmentTimeoutSeconds: wholeNumber(
    { default: 30, min: 5, max: 240, unit: 's' },
    'Time for one batch, parking and its retries included. A Pipe gives enrichment and target 300 s together.',
  ),
  undeclared: oneOf(
    ['drop', 'keep'],
    { default: 'drop' },
    'What becomes of attributes that the entity definition does not name.',
  ),

  ruleRetriesMax: wholeNumber(
    { default: 185, min: 0, max: 185, unit: 'retries' },
    "Retries of the bus to reach a sink's queue before the event goes to the sink's DLQ.",
  ),
  ruleEventAgeSecondsMax: wholeNumber(
    { default: 86_400, min: 60, max: 86_400, unit: 's' },
    'Age at which the bus stops trying.',
  ),

  queueRetentionSeconds: wholeNumber(
    { default: 1_209_600, min: 604_800, max: 1_209_600, unit: 's' },
    'How long a sink queue keeps an event. It must outlive all retries, so nothing expires in it.',
  ),
  dlqRetentionSeconds: wholeNumber(
    { default: 1_209_600, min: 864_000, max: 1_209_600, unit: 's' },
    'How long a DLQ keeps an event, counted from when the event entered its first queue.',
  ),

  searchBatchSize: wholeNumber(
    { default: 500, min: 1, max: 10_000, unit: 'events' },
    'Events the search projector takes at once; it writes them with one _bulk.',
  ),
  searchBatchingWindowSeconds: wholeNumber(
    { default: 1, min: 0, max: 300, unit: 's' },
    'How long to wait for such a batch. SQS wants at least 1 for more than 10 events.',
  ),
  searchConcurrencyMax: wholeNumber(
    { default: 10, min: 2, max: 1000, unit: 'batches' },
    'Batches the search projector works on at a time: the most _bulk requests the index sees at once.',
  ),
  searchMemoryMib: wholeNumber(
    { default: 512, ...MEMORY_MIB },
    'Memory of the search projector and of the function that sets up the index.',
  ),
  searchTimeoutSeconds: wholeNumber(
    { default: 60, min: 10, max: 900, unit: 's' },
    'Time for one batch. The queue hides a batch for six times as long.',
  ),
  searchRequestTimeoutMs: wholeNumber(
    { default: 20_000, min: 1000, max: 60_000, unit: 'ms' },
    'Time for one request to the index.',
  ),
  searchEndpoint: text(
    { default: '', pattern: /^(https:\/\/[^/\s]+)?$/, range: 'empty or https://host[:port]' },
    'An OpenSearch that exists already. Empty: the stack makes a domain.',
  ),
  searchAuth: oneOf(
    ['sigv4', 'none'],
    { default: 'sigv4' },
    'How requests to the index are signed. none is for an endpoint of your own that trusts its network.',
  ),
  searchInstanceType: text(
    {
      default: 't3.small.search',
      pattern: /^[a-z0-9]+\.[a-z0-9]+\.search$/,
      range: '<family>.<size>.search',
    },
    "Type of the domain's nodes.",
  ),
  searchInstanceCount: wholeNumber(
    { default: 1, min: 1, max: 80, unit: 'nodes' },
    'Nodes of the domain: 1, or an even number over two availability zones.',
  ),
  searchVolumeGib: wholeNumber(
    { default: 20, min: 10, max: 2048, unit: 'GiB' },
    'Encrypted gp3 volume of each node.',
  ),
  searchShards: wholeNumber(
    { default: 1, min: 1, max: 64, unit: 'shards' },
    'Primary shards of a new index; an index that exists keeps its own.',
  ),
  searchReplicas: wholeNumber(
    { default: 0, min: 0, max: 4, unit: 'copies' },
    'Copies of each shard, each on a node of its own.',
  ),
  searchTombstoneRetentionDays: wholeNumber(
    { default: 120, min: 30, max: 3650, unit: 'days' },
    'How long the index remembers a removal: longer than any older change can still be on its way.',
  ),

  lakeBatchSize: wholeNumber(
    { default: 500, min: 1, max: 10_000, unit: 'events' },
    'Events the lake writer takes at once. One call of the delivery stream takes 500 of at most 4 MiB.',
  ),
  lakeBatchingWindowSeconds: wholeNumber(
    { default: 5, min: 0, max: 300, unit: 's' },
    'How long to wait for such a batch. SQS wants at least 1 for more than 10 events; the delivery stream itself gathers for 60 s.',
  ),
  lakeConcurrencyMax: wholeNumber(
    { default: 10, min: 2, max: 1000, unit: 'batches' },
    'Batches the lake writer works on at a time.',
  ),
  lakeMemoryMib: wholeNumber({ default: 512, ...MEMORY_MIB }, 'Memory of the lake writer.'),
  lakeTimeoutSeconds: wholeNumber(
    { default: 60, min: 12, max: 900, unit: 's' },
    'Time for one batch. The queue hides a batch for six times as long.',
  ),
  lakeRequestTimeoutMs: wholeNumber(
    { default: 10_000, min: 1000, max: 60_000, unit: 'ms' },
    'Time for one request to the delivery stream, or to the bucket.',
  ),
  lakeInfrequentAccessDays: wholeNumber(
    { default: 90, min: 30, max: 3650, unit: 'days' },
    'Age at which an object of the lake moves to storage that costs less to keep and more to read.',
  ),
  lakeOldVersionDays: wholeNumber(
    { default: 30, min: 1, max: 3650, unit: 'days' },
    'How long an object of the lake that was overwritten or deleted can be brought back.',
  ),
  lakeFirstDay: text(
    { default: '2026-11-01', pattern: DAY, range: 'YYYY-MM-DD' },
    'The first day that a query reads. Athena looks into every day since, whether anything lies there or not.',
  ),
  lakeScanMibMax: wholeNumber(
    { default: 10_240, min: 10, max: 1_000_000_000, unit: 'MiB' },
    'What one query of the lake may read before Athena gives it up.',
  ),
  lakeResultsRetentionDays: wholeNumber(
    { default: 7, min: 1, max: 365, unit: 'days' },
    "How long the results of Athena's queries are kept.",
  ),

  ...cacheSettings,

  ...breakerSettings,

  parkedRetentionDays: wholeNumber(
    { default: 30, min: 1, max: 365, unit: 'days' },
    'How long a parked record stays in its bucket.',
  ),
  claimCheckRetentionDays: wholeNumber(
    { default: 120, min: 1, max: 3650, unit: 'days' },
    'How long images that are too large for the bus stay in their bucket.',
  ),
  logRetentionDays: oneOf(
    LOG_RETENTION_DAYS,
    { default: 30, unit: 'days' },
    'How long log lines are kept.',
  ),
  logLevel: oneOf(
    ['DEBUG', 'INFO'],
    { default: 'INFO' },
    'Lowest level that the functions write. INFO at most: Lambda takes a line of metrics, which has no level, for INFO.',
  ),
} as const satisfies Record<string, Setting<string | number | boolean>>

export type SettingName = keyof typeof settings

type ValueOf<S> = S extends Setting<infer Value> ? Value : never

/** All settings of a stage, checked. */
export type StageSettings = { readonly [Name in SettingName]: ValueOf<(typeof settings)[Name]> }
