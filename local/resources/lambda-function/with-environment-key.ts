import type { LocalFunction } from '../../functions/local-function.ts'
import { messageOf } from '../../message-of.ts'

/**
 * A function that runs only while its role may decrypt its environment: Lambda uses the key in the
 * role's name. https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html#API_Invoke_Errors
 *
 * @param decrypt throws AccessDenied.
 */
export function withEnvironmentKey(lambda: LocalFunction, decrypt: () => void): LocalFunction {
  return {
    ...lambda,
    async invoke(payload, how) {
      try {
        decrypt()
      } catch (error) {
        const errorMessage = `Lambda was unable to decrypt the environment variables because KMS access was denied. ${messageOf(error)}`
        const failure = { errorType: 'KMSAccessDeniedException', errorMessage }
        return { ok: false, timedOut: false, error: failure }
      }
      return lambda.invoke(payload, how)
    },
  }
}
