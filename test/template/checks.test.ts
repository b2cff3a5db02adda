/** The checks themselves: each finds the fault that it is there for. */
import { describe, expect, it } from 'vitest'
import { findAlarmsThatActElsewhere, findBreakerThatStarts } from './checks/alarms.ts'
import { findOpenBuckets } from './checks/buckets.ts'
import { findUnsafeDeliveryStreams } from './checks/delivery-streams.ts'
import { findBadPatterns, findCrowdedRules } from './checks/event-patterns.ts'
import {
  findFixedNames,
  findOrphansOfFailedDeploys,
  findUnretainedData,
  findWhatThePipeDoesNotAwait,
} from './checks/life-cycle.ts'
import { findBroadStatements, findSharedRoles } from './checks/policies.ts'
import {
  findClosedQueues,
  findUnguardedTargets,
  findUnsafeMappings,
  findUnsafeQueues,
} from './checks/queues.ts'
import type { Resource, Template } from './template.ts'

const arn = (id: string) => ({ 'Fn::GetAtt': [id, 'Arn'] })

function aTemplate(resources: Record<string, Resource>): Template {
  return { Resources: resources, Outputs: {} }
}

function aRule(properties: Record<string, unknown>): Resource {
  return { Type: 'AWS::Events::Rule', Properties: properties }
}

function aPipe(properties: Record<string, unknown>, dependsOn: string[] = []): Resource {
  return { Type: 'AWS::Pipes::Pipe', Properties: properties, DependsOn: dependsOn }
}

function aRole(...statements: Record<string, unknown>[]): Resource {
  const policy = { PolicyDocument: { Statement: statements } }
  return { Type: 'AWS::IAM::Role', Properties: { Policies: [policy] } }
}

function aQueuePolicy(queue: string, sender: string): Resource {
  const statement = {
    Effect: 'Allow',
    Principal: { Service: 'events.amazonaws.com' },
    Action: 'sqs:SendMessage',
    Resource: arn(queue),
    Condition: { ArnEquals: { 'aws:SourceArn': arn(sender) } },
  }
  return {
    Type: 'AWS::SQS::QueuePolicy',
    Properties: { PolicyDocument: { Statement: [statement] } },
  }
}

describe('findBroadStatements', () => {
  it('finds every resource, an action by wildcard, and everyone', () => {
    const statement = { Sid: 'All', Effect: 'Allow', Principal: '*', Action: 's3:*', Resource: '*' }

    expect(findBroadStatements(aTemplate({ Role: aRole(statement) }))).toEqual([
      'Role.All allows on every resource',
      'Role.All allows actions by wildcard',
      'Role.All allows everyone',
    ])
  })

  it('lets a denial be broad', () => {
    const statement = { Effect: 'Deny', Principal: '*', Action: 's3:*', Resource: '*' }

    expect(findBroadStatements(aTemplate({ Role: aRole(statement) }))).toEqual([])
  })
})

describe('findSharedRoles', () => {
  it('finds two functions with one role, and a role from outside', () => {
    const withRole = (Role: unknown): Resource => ({
      Type: 'AWS::Lambda::Function',
      Properties: { Role },
    })
    const template = aTemplate({
      A: withRole(arn('R')),
      B: withRole(arn('R')),
      C: withRole('arn:x'),
    })

    expect(findSharedRoles(template)).toEqual(['A and B share R', 'C has no role of this template'])
  })
})

describe('findClosedQueues', () => {
  const rule = aRule({ Targets: [{ Id: 't', Arn: arn('Q'), DeadLetterConfig: { Arn: arn('D') } }] })

  it("finds a target and a rule's DLQ without a policy, or with one for another rule", () => {
    const template = aTemplate({
      Rule: rule,
      P: aQueuePolicy('Q', 'Rule'),
      P2: aQueuePolicy('D', 'X'),
    })

    expect(findClosedQueues(template)).toEqual(['D does not let Rule in'])
    expect(findClosedQueues(aTemplate({ Rule: rule }))).toHaveLength(2)
  })

  it('finds a Pipe whose role may not send to its DLQ', () => {
    const parameters = { DynamoDBStreamParameters: { DeadLetterConfig: { Arn: arn('D') } } }
    const pipe = aPipe({ RoleArn: arn('Role'), SourceParameters: parameters })
    const send = { Effect: 'Allow', Action: ['sqs:SendMessage'], Resource: arn('D') }

    expect(findClosedQueues(aTemplate({ Pipe: pipe, Role: aRole() }))).toEqual([
      'Role may not send to D',
    ])
    expect(findClosedQueues(aTemplate({ Pipe: pipe, Role: aRole(send) }))).toEqual([])
  })
})

describe('findUnguardedTargets', () => {
  it('finds a target without retry policy and DLQ', () => {
    const template = aTemplate({ Rule: aRule({ Targets: [{ Id: 't', Arn: arn('Q') }] }) })

    expect(findUnguardedTargets(template)).toHaveLength(3)
  })
})

describe('findUnsafeQueues', () => {
  it('finds a small message size, a missing key, and a DLQ that forgets first', () => {
    const queue = (properties: Record<string, unknown>): Resource => ({
      Type: 'AWS::SQS::Queue',
      Properties: { MaximumMessageSize: 1_048_576, KmsMasterKeyId: arn('Key'), ...properties },
    })
    const template = aTemplate({
      Q: queue({
        MessageRetentionPeriod: 1_209_600,
        RedrivePolicy: { deadLetterTargetArn: arn('D') },
      }),
      D: queue({ MessageRetentionPeriod: 345_600 }),
      Small: queue({ MaximumMessageSize: 262_144 }),
      Plain: queue({ KmsMasterKeyId: undefined }),
    })

    expect(findUnsafeQueues(template)).toEqual([
      'D forgets before Q',
      'Small does not take the largest event',
      'Plain has no key',
    ])
  })
})

describe('findUnsafeMappings', () => {
  it('finds all that makes a mapping unsafe', () => {
    const mapping = { BatchSize: 11, EventSourceArn: arn('Q'), FunctionName: arn('F') }
    const template = aTemplate({
      M: { Type: 'AWS::Lambda::EventSourceMapping', Properties: mapping },
      F: { Type: 'AWS::Lambda::Function', Properties: { Timeout: 60 } },
      Q: { Type: 'AWS::SQS::Queue', Properties: { VisibilityTimeout: 359 } },
    })

    expect(findUnsafeMappings(template)).toEqual([
      'M has a batch above 10 and no window',
      'M: visibility is below 6 x timeout + window',
      'M fails whole batches',
      'M has no maximum concurrency',
      'the queue of M has no DLQ',
    ])
  })
})

describe('findBadPatterns', () => {
  const filter = (pattern: string) =>
    aPipe({ SourceParameters: { FilterCriteria: { Filters: [{ Pattern: pattern }] } } })

  it('finds a scalar in a rule', () => {
    const template = aTemplate({ Rule: aRule({ EventPattern: { source: 'tailrace' } }) })

    expect(findBadPatterns(template)).toHaveLength(1)
  })

  it('finds a Pipe filter that is no JSON, too long, or uses an operator Pipes lack', () => {
    const wildcard = '{"eventName":[{"wildcard":"IN*"}]}'
    const long = JSON.stringify({ eventName: ['x'.repeat(4096)] })

    expect(findBadPatterns(aTemplate({ Pipe: filter('{eventName}') }))).toHaveLength(1)
    expect(findBadPatterns(aTemplate({ Pipe: filter(wildcard) }))).toHaveLength(1)
    expect(findBadPatterns(aTemplate({ Pipe: filter(long) }))).toHaveLength(1)
  })
})

describe('findCrowdedRules', () => {
  it('finds a rule with six targets', () => {
    const template = aTemplate({ Rule: aRule({ Targets: Array(6).fill({ Arn: arn('Q') }) }) })

    expect(findCrowdedRules(template)).toEqual(['Rule has more than 5 targets'])
  })
})

describe('findUnretainedData', () => {
  it('finds data that only one of the two policies keeps', () => {
    const template = aTemplate({
      Table: { Type: 'AWS::DynamoDB::Table', DeletionPolicy: 'Retain' },
      Bucket: { Type: 'AWS::S3::Bucket', UpdateReplacePolicy: 'Retain' },
      Key: {
        Type: 'AWS::KMS::Key',
        DeletionPolicy: 'RetainExceptOnCreate',
        UpdateReplacePolicy: 'Retain',
      },
    })

    expect(findUnretainedData(template)).toEqual([
      'Table is not retained',
      'Bucket is not retained',
    ])
  })
})

describe('findOrphansOfFailedDeploys', () => {
  it('finds data that is kept even when it was never used', () => {
    const template = aTemplate({
      Table: { Type: 'AWS::DynamoDB::Table', DeletionPolicy: 'Retain' },
      Queue: { Type: 'AWS::SQS::Queue', DeletionPolicy: 'RetainExceptOnCreate' },
    })

    expect(findOrphansOfFailedDeploys(template)).toEqual([
      'Table outlives the deploy that failed to make the stack',
    ])
  })
})

describe('findWhatThePipeDoesNotAwait', () => {
  it('finds a rule, a policy, a mapping and a custom resource', () => {
    const template = aTemplate({
      ChangePipe: aPipe({}, ['Rule']),
      Rule: aRule({}),
      Policy: aQueuePolicy('Q', 'Rule'),
      Mapping: { Type: 'AWS::Lambda::EventSourceMapping' },
      Index: { Type: 'Custom::SearchIndex' },
    })

    expect(findWhatThePipeDoesNotAwait(template)).toEqual([
      'ChangePipe does not wait for Policy',
      'ChangePipe does not wait for Mapping',
      'ChangePipe does not wait for Index',
    ])
  })
})

describe('findFixedNames', () => {
  it('finds a named table and a named Pipe', () => {
    const template = aTemplate({
      Table: { Type: 'AWS::DynamoDB::Table', Properties: { TableName: 'orders' } },
      Pipe: aPipe({ Name: 'changes' }),
      Bus: { Type: 'AWS::Events::EventBus', Properties: { Name: 'changes' } },
    })

    expect(findFixedNames(template)).toEqual([
      'Table has a name of its own',
      'Pipe has a name of its own',
    ])
  })
})

describe('findUnsafeDeliveryStreams', () => {
  const query = (text: string) => ({
    Enabled: true,
    Processors: [
      {
        Type: 'MetadataExtraction',
        Parameters: [{ ParameterName: 'MetadataExtractionQuery', ParameterValue: text }],
      },
    ],
  })
  const aStream = (changed: Record<string, unknown> = {}, key: unknown = arn('Key')): Template => {
    const destination = {
      Prefix: 'lake/dt=!{partitionKeyFromQuery:dt}/',
      ErrorOutputPrefix: 'errors/!{firehose:error-output-type}/',
      BufferingHints: { SizeInMBs: 64, IntervalInSeconds: 60 },
      DynamicPartitioningConfiguration: { Enabled: true },
      ProcessingConfiguration: query('{dt: .time[0:10]}'),
      EncryptionConfiguration: { KMSEncryptionConfig: { AWSKMSKeyARN: arn('Key') } },
      CloudWatchLoggingOptions: { Enabled: true },
      ...changed,
    }
    const Properties = {
      ExtendedS3DestinationConfiguration: destination,
      DeliveryStreamEncryptionConfigurationInput: { KeyARN: key },
    }
    return aTemplate({ S: { Type: 'AWS::KinesisFirehose::DeliveryStream', Properties } })
  }

  it('finds nothing in a sound one', () => {
    expect(findUnsafeDeliveryStreams(aStream())).toEqual([])
  })

  it.each<[string, Record<string, unknown>]>([
    [
      'partitions with a buffer under 64 MiB',
      { BufferingHints: { SizeInMBs: 63, IntervalInSeconds: 60 } },
    ],
    ['partitions without a buffer', { BufferingHints: { SizeInMBs: 64, IntervalInSeconds: 0 } }],
    ['does not use day', { ProcessingConfiguration: query('{dt: .time, day: .day}') }],
    ['does not partition by the change', { DynamicPartitioningConfiguration: { Enabled: false } }],
    ['does not tell errors apart', { ErrorOutputPrefix: 'errors/' }],
    ['does not log', { CloudWatchLoggingOptions: { Enabled: false } }],
    ['has no key for its objects', { EncryptionConfiguration: {} }],
  ])('finds one that %s', (fault, changed) => {
    expect(findUnsafeDeliveryStreams(aStream(changed))).toEqual([`S ${fault}`])
  })

  it('finds one that has no query, another one than its prefix asks for, or no key', () => {
    expect(findUnsafeDeliveryStreams(aStream({ ProcessingConfiguration: undefined }))).toEqual([
      'S partitions and has no query',
      'S never finds dt',
    ])
    expect(
      findUnsafeDeliveryStreams(aStream({ ProcessingConfiguration: query('{day: .time}') })),
    ).toEqual(['S never finds dt', 'S does not use day'])
    expect(findUnsafeDeliveryStreams(aStream({}, null))).toEqual(['S has no key'])
  })
})

describe('findOpenBuckets', () => {
  it('finds a bucket that is public, unencrypted, and without TLS', () => {
    const bucket: Resource = { Type: 'AWS::S3::Bucket', Properties: {} }

    expect(findOpenBuckets(aTemplate({ B: bucket }))).toEqual([
      'B does not block public access',
      'B has no key',
      'B can be used without TLS',
    ])
  })
})

describe('findAlarmsThatActElsewhere', () => {
  const anAlarm = (...actions: unknown[]): Resource => ({
    Type: 'AWS::CloudWatch::Alarm',
    Properties: { AlarmName: { 'Fn::Sub': 'stack-parked' }, AlarmActions: actions },
  })
  const aBreaker = (names = 'stack-parked'): Resource => ({
    Type: 'AWS::Lambda::Function',
    Properties: { Environment: { Variables: { A: { 'Fn::Sub': names } } } },
  })
  const aPermission = (changed: Record<string, unknown> = {}): Resource => ({
    Type: 'AWS::Lambda::Permission',
    Properties: {
      FunctionName: { Ref: 'BreakerLambdaFunction' },
      Action: 'lambda:InvokeFunction',
      Principal: 'lambda.alarms.cloudwatch.amazonaws.com',
      SourceAccount: { Ref: 'AWS::AccountId' },
      SourceArn: arn('A'),
      ...changed,
    },
  })
  const sound = { A: anAlarm(arn('BreakerLambdaFunction')), BreakerLambdaFunction: aBreaker() }

  it('finds nothing in an alarm that invokes the breaker, or is not connected', () => {
    const switched = { 'Fn::If': ['On', arn('BreakerLambdaFunction'), { Ref: 'AWS::NoValue' }] }

    expect(findAlarmsThatActElsewhere(aTemplate({ ...sound, P: aPermission() }))).toEqual([])
    expect(
      findAlarmsThatActElsewhere(aTemplate({ ...sound, A: anAlarm(switched), P: aPermission() })),
    ).toEqual([])
    expect(findAlarmsThatActElsewhere(aTemplate({ A: anAlarm() }))).toEqual([])
  })

  it('finds one that acts on something else, or when it is over', () => {
    const over: Resource = {
      Type: 'AWS::CloudWatch::Alarm',
      Properties: { OKActions: [arn('BreakerLambdaFunction')] },
    }

    expect(findAlarmsThatActElsewhere(aTemplate({ A: anAlarm(arn('F')), B: over }))).toEqual([
      'A acts on F',
      'B has OKActions',
    ])
  })

  it.each([
    ['another alarm', { SourceArn: arn('B') }],
    ['any account', { SourceAccount: undefined }],
    ['another service', { Principal: 'events.amazonaws.com' }],
  ])('finds one whose permission is for %s', (_what, changed) => {
    expect(findAlarmsThatActElsewhere(aTemplate({ ...sound, P: aPermission(changed) }))).toEqual([
      'A may not invoke the breaker',
    ])
  })

  it('finds one by whose name the breaker stops nothing', () => {
    const template = aTemplate({
      ...sound,
      P: aPermission(),
      BreakerLambdaFunction: aBreaker('stack-other'),
    })

    expect(findAlarmsThatActElsewhere(template)).toEqual(['A is no alarm that the breaker knows'])
  })
})

describe('findBreakerThatStarts', () => {
  it('finds what it may do beside stopping', () => {
    const role = aRole({
      Sid: 'All',
      Effect: 'Allow',
      Action: ['pipes:StopPipe', 'pipes:StartPipe', 'lambda:UpdateEventSourceMapping'],
      Resource: arn('P'),
    })
    const breaker = { Type: 'AWS::Lambda::Function', Properties: { Role: arn('Role') } }

    expect(
      findBreakerThatStarts(aTemplate({ Role: role, BreakerLambdaFunction: breaker })),
    ).toEqual(['Role.All allows pipes:StartPipe'])
  })
})
