import { messageOf } from '../local/message-of.ts'

/** Names of errors of AWS's clients, and codes of Node, when nobody is asked or nobody answers. */
const NOT_ANSWERED: ReadonlySet<string> = new Set([
  'CredentialsProviderError',
  'EAI_AGAIN',
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOTFOUND',
  'EPIPE',
  'ETIMEDOUT',
  'TimeoutError',
])

/**
 * What to tell a person about a call to AWS, or to the runtime that stands for it here, that was refused
 * or had no answer.
 *
 * @returns one line; undefined for any other error.
 */
export function explainAwsError(error: Error): string | undefined {
  if ('$metadata' in error) return `${error.name}: ${error.message}`
  const code = 'code' in error ? String(error.code) : ''
  if (!NOT_ANSWERED.has(error.name) && !NOT_ANSWERED.has(code)) return undefined
  return `Nobody answers: ${messageOf(error)}`
}
