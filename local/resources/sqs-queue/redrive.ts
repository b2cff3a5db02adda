import { isRecord } from '../../../shared/json/is-record.ts'
import { findByArn, type Stack } from '../resource-model.ts'
import { RECEIVE_COUNT_MAX, RECEIVE_COUNT_MIN } from './limits.ts'
import type { LocalQueue } from './local-queue.ts'

/** @throws Error for a redrive policy that AWS refuses, or whose DLQ is not in the stack. */
export function requireRedrive(
  policy: unknown,
  sourceArn: string,
  { queues }: Pick<Stack, 'queues'>,
): void {
  if (!isRecord(policy)) return
  const count = Number(policy.maxReceiveCount)
  if (!Number.isInteger(count) || count < RECEIVE_COUNT_MIN || count > RECEIVE_COUNT_MAX) {
    const range = `${RECEIVE_COUNT_MIN} to ${RECEIVE_COUNT_MAX}`
    throw new Error(
      `maxReceiveCount must be a whole number from ${range}, not ${String(policy.maxReceiveCount)}`,
    )
  }
  const deadLetters = findByArn(queues, policy.deadLetterTargetArn, 'the DLQ')
  if (deadLetters.takesRedriveOf?.(sourceArn) === false) {
    throw new Error(`the RedriveAllowPolicy of ${deadLetters.name} does not allow it as the DLQ`)
  }
}

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html */
export function readRedriveAllowPolicy(policy: unknown): Pick<LocalQueue, 'takesRedriveOf'> {
  if (!isRecord(policy)) return {}
  const { redrivePermission = 'allowAll', sourceQueueArns } = policy
  if (redrivePermission === 'allowAll') return {}
  const allowed = redrivePermission === 'byQueue' && Array.isArray(sourceQueueArns)
  const arns: readonly unknown[] = allowed ? sourceQueueArns : []
  return { takesRedriveOf: (sourceArn) => arns.includes(sourceArn) }
}
