import { PipelineError } from '../../shared/errors/pipeline-error.ts'

/** Which product reads the pattern: a bus rule knows more operators than a Pipe filter. */
export type Dialect = 'rule' | 'pipe'

/** An event pattern that AWS would refuse; the message names the field and what is wrong with it. */
export class PatternError extends PipelineError {
  /** @param path names joined by dots, or empty for the whole pattern. */
  constructor(path: string, reason: string) {
    super('pattern.invalid', path === '' ? reason : `"${path}": ${reason}`)
  }
}
