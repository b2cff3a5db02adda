import { EnvironmentError } from './environment-error.ts'
import { messageOf } from './message-of.ts'

/**
 * A DynamoDB that does not answer as one sentence for a person; any other error as it is.
 *
 * The system's own errors have a word for a code; DynamoDB's have a status.
 */
export function explainSilence(endpoint: string): (error: unknown) => never {
  return (error) => {
    if (!isNoAnswer(error)) throw error
    const message = `DynamoDB does not answer at ${endpoint}: ${messageOf(error)}.`
    throw new EnvironmentError(message, { cause: error })
  }
}

function isNoAnswer(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  return error.name === 'TimeoutError' || /^E[A-Z]+$/.test(String(Reflect.get(error, 'code')))
}
