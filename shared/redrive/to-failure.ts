import { PipelineError } from '../errors/pipeline-error.ts'

/** Code and name of what went wrong: messages of others may quote what they were given. */
export function toFailure(error: unknown): { readonly code: string; readonly reason: string } {
  if (error instanceof PipelineError) return { code: error.code, reason: error.message }
  return { code: error instanceof Error ? error.name : 'unknown', reason: 'it was not accepted' }
}
