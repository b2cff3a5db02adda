import type { DeliveryFailure } from './classify-delivery-error.ts'

/** Which limit of the retry policy ended a delivery. */
export type ExhaustedCondition = 'MaximumRetryAttempts' | 'MaximumEventAgeInSeconds'

/** A delivery that no further attempt follows. */
export interface GivenUp {
  readonly failure: DeliveryFailure
  /** Attempts after the first. */
  readonly retries: number
  /** Absent when the error is one that is not retried. */
  readonly condition?: ExhaustedCondition
}

/** Attributes of a message by name, all of them texts. */
export type MessageTexts = Readonly<Record<string, string>>

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html */
export function toDeadLetterAttributes(
  { failure, retries, condition }: GivenUp,
  arns: { readonly rule: string; readonly target: string },
): MessageTexts {
  return {
    RULE_ARN: arns.rule,
    TARGET_ARN: arns.target,
    ERROR_CODE: failure.code,
    ERROR_MESSAGE: failure.message,
    RETRY_ATTEMPTS: String(retries),
    ...(condition !== undefined && { EXHAUSTED_RETRY_CONDITION: condition }),
  }
}
