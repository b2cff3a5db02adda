import { AccessDenied, type Authorize } from '../../policies/authorize.ts'

/** What Lambda does with a queue in the name of the function's role. https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html */
const NEEDED = ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes']

/** @throws Error in Lambda's words when the role may not do what a mapping needs. */
export function requirePermissions(authorize: Authorize, queueArn: string): void {
  for (const action of NEEDED) {
    try {
      authorize(action, queueArn)
    } catch (error) {
      if (!(error instanceof AccessDenied)) throw error
      const name = action.replace('sqs:', '')
      throw new Error(
        `The function execution role does not have permissions to call ${name} on SQS: ${error.message}`,
        { cause: error },
      )
    }
  }
}

/** @throws Error in Lambda's words when a message would come again while its function still runs. */
export function requireVisibility(visibilitySeconds: number, timeoutMs: number): void {
  const timeoutSeconds = timeoutMs / 1000
  if (visibilitySeconds >= timeoutSeconds) return
  throw new Error(
    `Queue visibility timeout: ${visibilitySeconds} seconds is less than Function timeout: ${timeoutSeconds} seconds`,
  )
}
