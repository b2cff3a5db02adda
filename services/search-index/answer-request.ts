import { PipelineError, RetryableError } from '../../shared/errors/pipeline-error.ts'
import type { Log } from '../../shared/observability/logger.ts'
import type { CustomResourceRequest, CustomResourceResult } from './custom-resource.ts'
import { parseResourceProperties, type ResourceProperties } from './resource-properties.ts'

/** Between two attempts: a new domain or a new role takes a while to be known everywhere. */
const ATTEMPT_PAUSE_MS = 3_000

export interface AnswerRequestOptions {
  /** Makes or updates the indexes; answers their names. */
  readonly prepare: (properties: ResourceProperties) => Promise<readonly string[]>
  /** Rejects when the signal aborts it. */
  readonly pause: (ms: number, signal?: AbortSignal) => Promise<void>
  /** False when no further attempt may be begun. */
  readonly hasTime: () => boolean
  readonly log: Log
}

/**
 * Does what CloudFormation asks and says how it went. It never rejects.
 *
 * Create and Update are the same: whatever is there is brought along, so an Update repairs a failed
 * Create, and a rollback is one more Update. Delete keeps the data: an index is cheap to remove by
 * hand and dear to lose with a stack.
 */
export async function answerRequest(
  request: CustomResourceRequest,
  options: AnswerRequestOptions,
): Promise<CustomResourceResult> {
  if (request.RequestType === 'Delete') return { Status: 'SUCCESS' }
  try {
    const properties = parseResourceProperties(request.ResourceProperties)
    const names = await prepareInTime(properties, options)
    options.log.info('indexes are ready', { indexes: names })
    return { Status: 'SUCCESS', Data: { Indexes: names.join(',') } }
  } catch (error) {
    return { Status: 'FAILED', Reason: toReason(error, options.log) }
  }
}

async function prepareInTime(
  properties: ResourceProperties,
  { prepare, pause, hasTime, log }: AnswerRequestOptions,
): Promise<readonly string[]> {
  for (;;) {
    try {
      return await prepare(properties)
    } catch (error) {
      if (!(error instanceof RetryableError) || !hasTime()) throw error
      log.info('search domain is not ready', { code: error.code })
      await pause(ATTEMPT_PAUSE_MS)
    }
  }
}

/** Our own errors say what they may; of others only the name is told outside the log. */
function toReason(error: unknown, log: Log): string {
  if (error instanceof PipelineError) {
    log.error('indexes could not be prepared', { code: error.code, reason: error.message })
    return `${error.code}: ${error.message}`
  }
  log.error('indexes could not be prepared', { error })
  const name = error instanceof Error ? error.name : typeof error
  return `internal.unclassified: ${name}; the function's log has more.`
}
