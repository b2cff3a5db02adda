import { defineRules } from '../../rules/rule.ts'

const RETRIES = 'https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-retry-policy.html'
const RETRY_POLICY =
  'https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_RetryPolicy.html'
const DLQ = 'https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html'
const FAILURES = 'https://repost.aws/knowledge-center/eventbridge-resolve-failedinvocation-errors'
const TARGET = 'https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_Target.html'

export const eventRuleRules = defineRules({
  body: {
    text: 'A queue gets the whole event as the message’s body.',
    source: 'https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-targets.html',
  },
  disabled: {
    text: 'A disabled rule takes no event.',
    source: 'https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_DisableRule.html',
  },
  targets: {
    text: 'A rule has at most 5 targets, each with an id of its own.',
    source: 'https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html',
  },
  retryPolicyRanges: {
    text: 'MaximumRetryAttempts lies within 0 and 185, MaximumEventAgeInSeconds within 60 and 86400.',
    source: RETRY_POLICY,
  },
  retryPolicyDefaults: {
    text: 'Without a retry policy a delivery is tried again up to 185 times within 24 hours.',
    source: RETRIES,
  },
  retried: {
    text: 'A target that throttles, answers with a server error, does not answer or cannot be reached is tried again.',
    source: FAILURES,
  },
  backOff: {
    text: 'The delay before a retry doubles from 1 second up to 10 minutes, of which a random part up to the half is left out.',
    source: RETRIES,
    chosen: 'AWS gives no figures; with these 185 retries last about a day.',
  },
  retryAttempts: {
    text: 'A delivery is given up after MaximumRetryAttempts retries.',
    source: RETRY_POLICY,
  },
  eventAge: {
    text: 'A delivery is given up when the event is older than MaximumEventAgeInSeconds, if that comes first.',
    source: RETRY_POLICY,
    chosen:
      'The age counts from the acceptance of the event; a retry that would come later is not made.',
  },
  sendTimeout: {
    text: 'A send that is not answered within 10 seconds is a TIMEOUT and tried again.',
    source: DLQ,
    chosen: 'AWS does not say how long it waits for a queue.',
  },
  noPermission: {
    text: 'A queue that the rule may not send to is not tried again: the event goes to the DLQ at once, with NO_PERMISSIONS.',
    source: DLQ,
  },
  noResource: {
    text: 'A queue that is gone is not tried again: the event goes to the DLQ at once, with NO_RESOURCE.',
    source: DLQ,
  },
  tooLarge: {
    text: 'An event that is larger than the queue takes is not tried again: it goes to the DLQ at once.',
    source: FAILURES,
    chosen: 'AWS retries 5xx and 429 only and names no code for this; INVALID_PARAMETER is taken.',
  },
  deadLetterBody: {
    text: 'The body of a dead letter is the event.',
    source: DLQ,
  },
  deadLetterAttributes: {
    text: 'A dead letter carries RULE_ARN, TARGET_ARN, ERROR_CODE, ERROR_MESSAGE, RETRY_ATTEMPTS and, when retries ran out, EXHAUSTED_RETRY_CONDITION.',
    source: DLQ,
    chosen: 'AWS does not say which are absent when nothing was retried; RETRY_ATTEMPTS is 0 then.',
  },
  errorCodes: {
    text: 'ERROR_CODE is one of those that AWS lists.',
    source: DLQ,
    chosen: 'Which error of a queue has which code is read from their names.',
  },
  deadLetterRetried: {
    text: 'A DLQ that cannot be reached is tried again until the event is 24 hours old.',
    chosen: 'AWS does not say; a failure to send there is lost data.',
  },
  dropped: {
    text: 'An event that is given up without a DLQ is dropped, and that is told.',
    source: RETRIES,
  },
  deadLetterFailed: {
    text: 'An event is dropped when its DLQ is gone, too small for it or may not be sent to, and that is told.',
    source: 'https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-monitoring.html',
  },
  independent: {
    text: 'A target that fails or is slow holds up no other target.',
    source: TARGET,
  },
  atLeastOnce: {
    text: 'Every event that a rule takes ends in each target’s queue or its DLQ, or is told as dropped.',
    source: RETRIES,
  },
  stopped: {
    text: 'A stop tries each waiting delivery once more, then its DLQ, and tells how many events are lost.',
    chosen:
      'On AWS the bus holds an event for its 24 hours; here it lives in memory only, without --keep.',
  },
})
