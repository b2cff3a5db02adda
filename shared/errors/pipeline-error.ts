/** The base of every error that Tailrace raises on purpose: `code` is stable and dotted, e.g. `lineage.unknown`. */
export class PipelineError extends Error {
  readonly code: string

  constructor(code: string, message: string, options: { cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause })
    this.name = new.target.name
    this.code = code
  }
}

/** Can never work without a change of code or data: the record is parked or dead-lettered, the rest goes on. */
export class PoisonError extends PipelineError {}

/** May work later (throttled, timed out, down): the record comes back after a delay. */
export class RetryableError extends PipelineError {}

/** A setting is missing, unknown or out of range: thrown at start, before any record, naming all of them. */
export class ConfigError extends PipelineError {}
