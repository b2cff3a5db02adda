/** Seconds, and what a period is a multiple of. https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html */
export const PERIOD_STEP_SECONDS = 60

/** Period times EvaluationPeriods, seconds, for periods under an hour. Same page. */
export const LOOK_BACK_SECONDS_MAX = 86_400

/** Actions of one state. Same page. */
export const ACTIONS_MAX = 5
