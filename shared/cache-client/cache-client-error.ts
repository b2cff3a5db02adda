import { PipelineError } from '../errors/pipeline-error.ts'

/**
 * A mistake in how the client is used, for whoever wrote it: `cache.option_invalid`,
 * `cache.key_invalid`, `cache.value_unsupported`. A cache in trouble is none.
 */
export class CacheClientError extends PipelineError {}
