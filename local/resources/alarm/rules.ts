import { defineRules } from '../../rules/rule.ts'

const USER_GUIDE = 'https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring'
const EVALUATION = `${USER_GUIDE}/alarm-evaluation.html`
const MISSING = `${USER_GUIDE}/alarms-and-missing-data.html`
const ACTIONS = `${USER_GUIDE}/alarms-and-actions-Lambda.html`
const EMF = `${USER_GUIDE}/CloudWatch_Embedded_Metric_Format_Specification.html`
const API =
  'https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html'

/** What the model of an alarm, and of the metrics that it looks at, holds to. */
export const alarmRules = defineRules({
  everyMinute: {
    text: 'An alarm looks at its metric every minute, at whole periods that end there: a period of five minutes moves on by one.',
    source: EVALUATION,
    chosen: 'A minute is over when it ends; on AWS values come some time later.',
  },
  beginsUnknown: {
    text: 'An alarm begins as INSUFFICIENT_DATA and comes to its state at the first full minute.',
    source: EVALUATION,
  },
  datapoints: {
    text: 'It is in ALARM when DatapointsToAlarm of EvaluationPeriods are beyond the threshold; all of them, if not said otherwise.',
    source: EVALUATION,
  },
  statistics: {
    text: 'Average, Maximum, Minimum, SampleCount and Sum are those of all values of a period.',
    source: `${USER_GUIDE}/cloudwatch_concepts.html`,
  },
  comparisons: {
    text: 'A value equal to the threshold is beyond it for the OrEqual operators only.',
    source: API,
  },
  missingData: {
    text: 'A period without a value is good with notBreaching and bad with breaching; with ignore the state stays, with missing it is INSUFFICIENT_DATA.',
    source: MISSING,
    chosen:
      'AWS looks back further for values, by a range that it does not publish; here it does not.',
  },
  missingDataOfMany: {
    text: 'With more than one period, missing and ignore are refused by name.',
    chosen: 'What AWS does then depends on the range that it does not publish.',
  },
  onChangeOnly: {
    text: 'Actions are invoked when the state changes, not while it lasts.',
    source: EVALUATION,
  },
  actionEvent: {
    text: "An action invokes its function with the alarm's name, its new state, the one before, and the reason.",
    source: ACTIONS,
    chosen: 'The reason is worded otherwise, and reasonData is left out.',
  },
  actionRetries: {
    text: 'A function that fails as an action is tried twice more, after one minute and after two.',
    source: 'https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html',
  },
  actionPermission: {
    text: 'Without a permission for lambda.alarms.cloudwatch.amazonaws.com the action is not run, and the refusal is told.',
    source: ACTIONS,
  },
  actionsDisabled: {
    text: 'With ActionsEnabled false the state changes and nothing is invoked.',
    source: API,
  },
  otherActions: {
    text: 'An action that is no function is named at the start: it tells nobody here.',
    chosen: 'There are no topics here, and nobody to wake.',
  },
  fromLogs: {
    text: "A line in the embedded metric format in a function's log is a value of its metric, once for each set of dimensions.",
    source: EMF,
    chosen: 'It counts at the moment when it is read, whatever time it tells.',
  },
  queueDepth: {
    text: "A queue's ApproximateNumberOfMessagesVisible is measured every minute.",
    source:
      'https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-available-cloudwatch-metrics.html',
    chosen: 'AWS stops measuring a queue that nobody has used for six hours; here it goes on.',
  },
  unmeasured: {
    text: 'A queue that does not answer has no value for that minute, and that is told.',
    chosen: 'AWS measures from inside.',
  },
  otherMetrics: {
    text: 'Any other metric of AWS stops the start with its name, but DeliveryToS3.DataFreshness and ApproximateAgeOfOldestMessage, which never have a value.',
    chosen:
      'The delivery stream and the mapping tell by themselves of what they cannot deliver or read.',
  },
  ranges: {
    text: 'A setting outside its range, or a period under a minute, is refused by name.',
    source: API,
  },
})
