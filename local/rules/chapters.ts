/** A part of the conformance page: rules that belong together, and the resource types they are of. */
export interface Chapter {
  readonly title: string
  readonly rules: readonly string[]
  readonly types: readonly string[]
}

/** The order of the page. Rules and types that are named nowhere here come last, by themselves. */
export const chapters: readonly Chapter[] = [
  { title: 'Pipe', rules: ['pipeRules'], types: ['AWS::Pipes::Pipe'] },
  { title: 'Event patterns', rules: ['patternRules'], types: [] },
  { title: 'Event bus', rules: ['eventBusRules'], types: ['AWS::Events::EventBus'] },
  { title: 'Rule', rules: ['eventRuleRules'], types: ['AWS::Events::Rule'] },
  { title: 'Queue', rules: ['queueRules'], types: ['AWS::SQS::Queue'] },
  {
    title: 'Queue to function',
    rules: ['mappingRules'],
    types: ['AWS::Lambda::EventSourceMapping'],
  },
  { title: 'Function', rules: ['functionRules'], types: ['AWS::Lambda::Function'] },
  {
    title: 'Delivery stream',
    rules: ['firehoseRules'],
    types: ['AWS::KinesisFirehose::DeliveryStream'],
  },
  {
    title: 'Metrics and alarms',
    rules: ['alarmRules'],
    types: ['AWS::CloudWatch::Alarm', 'AWS::Lambda::Permission'],
  },
  { title: 'Schedule', rules: ['scheduleRules'], types: ['AWS::Scheduler::Schedule'] },
  { title: 'Custom resource', rules: ['customResourceRules'], types: ['Custom::*'] },
  {
    title: 'Policies and keys',
    rules: ['policyRules'],
    types: [
      'AWS::IAM::Role',
      'AWS::IAM::Policy',
      'AWS::SQS::QueuePolicy',
      'AWS::S3::BucketPolicy',
      'AWS::KMS::Key',
      'AWS::KMS::Alias',
    ],
  },
  {
    title: 'Engines',
    rules: ['engineRules'],
    types: ['AWS::DynamoDB::Table', 'AWS::S3::Bucket'],
  },
  { title: 'A start with --keep', rules: ['keptRules'], types: [] },
]
