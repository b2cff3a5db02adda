import { PipelineError } from '../../shared/errors/pipeline-error.ts'

/** The template cannot be run: the message says where in it and why, all reasons at once where it can. */
export class TemplateError extends PipelineError {
  constructor(message: string, cause?: unknown) {
    super('template.invalid', message, { cause })
  }
}
