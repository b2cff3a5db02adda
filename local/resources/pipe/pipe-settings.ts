import { isRecord } from '../../../shared/json/is-record.ts'
import { compilePattern } from '../../event-pattern/index.ts'
import type { TemplateObject } from '../../template/template.ts'
import {
  BATCH_SIZE_DEFAULT,
  BATCH_SIZE_MAX,
  FILTERS_MAX,
  PARALLELIZATION_MAX,
  RECORD_AGE_SECONDS_MAX,
  RETRY_ATTEMPTS_MAX,
  TARGET_BATCH_MAX,
  UNLIMITED,
  WINDOW_SECONDS_MAX,
} from './limits.ts'
import type { StartingPosition } from './stream/stream-position.ts'

export interface PipeSettings {
  readonly batchSize: number
  readonly windowMs: number
  /** Lanes per shard. */
  readonly parallelization: number
  /** Attempts after the first; Infinity when there is no limit. */
  readonly retryAttemptsMax: number
  readonly recordAgeMsMax: number
  /** A batch that fails is halved (AUTOMATIC_BISECT). */
  readonly bisects: boolean
  readonly startingPosition: StartingPosition
  /** ARN of a standard queue. */
  readonly deadLetterQueueArn?: string
  /** Whether the Pipe takes a record at all: any of its filters suffices. */
  readonly takes: (record: unknown) => boolean
  /** Each is text, or a JSON path into an item of the enrichment's reply. */
  readonly target: {
    readonly source?: string
    readonly detailType?: string
    readonly time?: string
    readonly resources?: readonly string[]
  }
}

/** @throws Error that names the setting which is out of its range, or the filter that is invalid. */
export function readPipeSettings(properties: TemplateObject): PipeSettings {
  const sourceParameters = object(properties.SourceParameters)
  const source = object(sourceParameters.DynamoDBStreamParameters)
  const number = (name: string, fallback: number, least: number, most: number): number => {
    const value = Number(source[name] ?? fallback)
    if (value >= least && value <= most) return value
    throw new Error(`${name} must lie within ${least} and ${most}, not ${value}`)
  }

  const batchSize = number('BatchSize', BATCH_SIZE_DEFAULT, 1, BATCH_SIZE_MAX)
  if (batchSize > TARGET_BATCH_MAX) {
    throw new Error(`BatchSize of ${batchSize} is more than the target takes: ${TARGET_BATCH_MAX}`)
  }
  const retries = number('MaximumRetryAttempts', UNLIMITED, UNLIMITED, RETRY_ATTEMPTS_MAX)
  const ageSeconds = number(
    'MaximumRecordAgeInSeconds',
    UNLIMITED,
    UNLIMITED,
    RECORD_AGE_SECONDS_MAX,
  )
  return {
    batchSize,
    windowMs: number('MaximumBatchingWindowInSeconds', 0, 0, WINDOW_SECONDS_MAX) * 1000,
    parallelization: number('ParallelizationFactor', 1, 1, PARALLELIZATION_MAX),
    retryAttemptsMax: retries === UNLIMITED ? Number.POSITIVE_INFINITY : retries,
    recordAgeMsMax: ageSeconds === UNLIMITED ? Number.POSITIVE_INFINITY : ageSeconds * 1000,
    bisects: source.OnPartialBatchItemFailure === 'AUTOMATIC_BISECT',
    startingPosition: source.StartingPosition === 'LATEST' ? 'LATEST' : 'TRIM_HORIZON',
    ...readDeadLetterQueue(object(source.DeadLetterConfig).Arn),
    takes: compileFilters(object(sourceParameters.FilterCriteria).Filters),
    target: readTarget(object(object(properties.TargetParameters).EventBridgeEventBusParameters)),
  }
}

function compileFilters(filters: unknown): (record: unknown) => boolean {
  const list = Array.isArray(filters) ? (filters as TemplateObject[]) : []
  if (list.length === 0) return () => true
  if (list.length > FILTERS_MAX) throw new Error(`a Pipe has at most ${FILTERS_MAX} filters`)
  const tests = list.map(({ Pattern }) =>
    compilePattern(JSON.parse(String(Pattern)) as unknown, 'pipe'),
  )
  return (record) => tests.some((matches) => matches(record))
}

function readDeadLetterQueue(arn: unknown): Pick<PipeSettings, 'deadLetterQueueArn'> {
  if (arn === undefined) return {}
  const [, , service, , , name = ''] = String(arn).split(':')
  if (service === 'sns') {
    throw new Error('DeadLetterConfig.Arn is an SNS topic: the local runtime models a queue only')
  }
  if (service !== 'sqs' || name.endsWith('.fifo')) {
    throw new Error(`DeadLetterConfig.Arn must be that of a standard queue, not ${String(arn)}`)
  }
  return { deadLetterQueueArn: String(arn) }
}

function readTarget(parameters: TemplateObject): PipeSettings['target'] {
  const { Source, DetailType, Time, Resources } = parameters
  return {
    ...(Source !== undefined && { source: String(Source) }),
    ...(DetailType !== undefined && { detailType: String(DetailType) }),
    ...(Time !== undefined && { time: String(Time) }),
    ...(Array.isArray(Resources) && { resources: Resources.map(String) }),
  }
}

function object(value: unknown): TemplateObject {
  return isRecord(value) ? (value as TemplateObject) : {}
}
