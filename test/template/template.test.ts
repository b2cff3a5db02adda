import * as validator from '@aws/cloudformation-validate'
import { beforeAll, describe, expect, it } from 'vitest'
import { table } from '../../entities/table.ts'
import { compilePattern } from '../../local/event-pattern/index.ts'
import {
  maxReceiveCount,
  RETRY_DELAY_SECONDS_MAX,
  RETRY_SPAN_SECONDS,
} from '../../shared/batch/retry-delay.ts'
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
import {
  findOpenCaches,
  findOpenEndpoints,
  findOpenGroups,
  findWaysOut,
} from './checks/networks.ts'
import {
  findBroadStatements,
  findSharedRoles,
  queuesAllowed,
  statementsIn,
} from './checks/policies.ts'
import {
  findClosedQueues,
  findUnguardedTargets,
  findUnsafeMappings,
  findUnsafeQueues,
  findUnwatchedRules,
} from './checks/queues.ts'
import { describeCacheAccess } from './describe-cache-access.ts'
import { describeEnvironment } from './describe-environment.ts'
import { describeZips } from './describe-zips.ts'
import { type Packaged, packageForTest } from './packaged-stack.ts'
import { at, resourcesOf, type Template, target } from './template.ts'

const checks = {
  findAlarmsThatActElsewhere,
  findBadPatterns,
  findBreakerThatStarts,
  findBroadStatements,
  findClosedQueues,
  findCrowdedRules,
  findFixedNames,
  findOpenBuckets,
  findOpenCaches,
  findOpenEndpoints,
  findOpenGroups,
  findOrphansOfFailedDeploys,
  findSharedRoles,
  findUnguardedTargets,
  findUnretainedData,
  findUnsafeDeliveryStreams,
  findUnsafeMappings,
  findUnsafeQueues,
  findUnwatchedRules,
  findWaysOut,
  findWhatThePipeDoesNotAwait,
}

/** Osls's own DependsOn; an advice to drop a name; the branch of an Fn::If that its condition guards. */
const VALIDATOR_NOISE = ['W3005', 'W9013', 'W1001']

const packaged: Packaged[] = []

beforeAll(async () => {
  packaged.push(...(await Promise.all(['dev', 'prod'].map(packageForTest))))
}, 120_000)

describe.each([
  ['dev', 0],
  ['prod', 1],
])('template of stage %s', (_stage, place) => {
  it('has no error by the schemas of CloudFormation', () => {
    const { RegoEngine, TemplateFile } = validator

    const { diagnostics } = new RegoEngine().validateStandard(
      new TemplateFile(stackAt(place).templatePath),
      {
        strict: true,
        severityLevel: 'ERROR',
        exclude: { ids: VALIDATOR_NOISE },
        pseudoParameterOverrides: { region: 'eu-west-1' },
      },
    )

    expect(diagnostics).toEqual([])
  }, 60_000)

  it.each(Object.entries(checks))('%s: none', (_name, check) => {
    expect(check(stackAt(place).template)).toEqual([])
  })

  it("has the key schema and the TTL of the entities' table", () => {
    const keySchema = property(stackAt(place).template, 'OrdersTable', 'KeySchema')
    const timeToLive = property(stackAt(place).template, 'OrdersTable', 'TimeToLiveSpecification')

    expect(keySchema).toEqual([
      { AttributeName: table.partitionKey.name, KeyType: 'HASH' },
      { AttributeName: table.sortKey.name, KeyType: 'RANGE' },
    ])
    expect(timeToLive).toEqual({ AttributeName: table.timeToLive, Enabled: true })
  })

  it('keeps both images, point-in-time recovery and its own key on the table', () => {
    const { template } = stackAt(place)

    expect(property(template, 'OrdersTable', 'StreamSpecification.StreamViewType')).toBe(
      'NEW_AND_OLD_IMAGES',
    )
    expect(
      property(
        template,
        'OrdersTable',
        'PointInTimeRecoverySpecification.PointInTimeRecoveryEnabled',
      ),
    ).toBe(true)
    expect(property(template, 'OrdersTable', 'SSESpecification.SSEType')).toBe('KMS')
  })

  it('starts the Pipe at the oldest record and lets it retry for a finite time', () => {
    const source = property(
      stackAt(place).template,
      'ChangePipe',
      'SourceParameters.DynamoDBStreamParameters',
    )

    expect(source).toEqual({
      StartingPosition: 'TRIM_HORIZON',
      BatchSize: 10,
      MaximumBatchingWindowInSeconds: 0,
      ParallelizationFactor: 10,
      MaximumRecordAgeInSeconds: 43_200,
      MaximumRetryAttempts: 100,
      OnPartialBatchItemFailure: 'AUTOMATIC_BISECT',
      DeadLetterConfig: { Arn: { 'Fn::GetAtt': ['PipeDlq', 'Arn'] } },
    })
  })

  it('logs the Pipe without the data that passes', () => {
    const log = property(stackAt(place).template, 'ChangePipe', 'LogConfiguration')

    expect(log).not.toHaveProperty('IncludeExecutionData')
    expect(log).toHaveProperty('CloudwatchLogsLogDestination')
  })

  it('keys and expires every log group', () => {
    const groups = resourcesOf(stackAt(place).template, 'AWS::Logs::LogGroup')

    expect(groups.map(([id]) => id).sort()).toEqual([
      'BreakerLogGroup',
      'CacheInvalidatorLogGroup',
      'EnrichmentLogGroup',
      'LakeLogGroup',
      'LakeWriterLogGroup',
      'PipeLogGroup',
      'SearchIndexLogGroup',
      'SearchProjectorLogGroup',
      'SearchPurgeLogGroup',
    ])
    for (const [, group] of groups) {
      expect(at(group, 'Properties.RetentionInDays')).toEqual(expect.any(Number))
      expect(at(group, 'Properties.KmsKeyId')).toEqual({ 'Fn::GetAtt': ['DataKey', 'Arn'] })
    }
  })

  it.each(['SearchQueue', 'LakeQueue', 'CacheQueue'])(
    'moves a message of %s to the DLQ after the receives that three days of growing delays take',
    (queue) => {
      const { template } = stackAt(place)
      const retention = property(template, queue, 'MessageRetentionPeriod')
      const receives = property(template, queue, 'RedrivePolicy.maxReceiveCount')

      expect(receives).toBe(maxReceiveCount(RETRY_SPAN_SECONDS))
      expect(Number(receives) * RETRY_DELAY_SECONDS_MAX).toBeLessThan(Number(retention))
    },
  )

  it('gathers the lake for a minute or 64 MiB, and partitions it by entity and the day of the change', () => {
    const lake = property(
      stackAt(place).template,
      'LakeStream',
      'ExtendedS3DestinationConfiguration',
    )

    expect(lake).toMatchObject({
      Prefix: 'lake/!{partitionKeyFromQuery:entity}/dt=!{partitionKeyFromQuery:dt}/',
      CompressionFormat: 'GZIP',
      FileExtension: '.json.gz',
      BufferingHints: { SizeInMBs: 64, IntervalInSeconds: 60 },
      DynamicPartitioningConfiguration: { Enabled: true },
    })
  })

  it('keeps what is overwritten or deleted in the lake', () => {
    const status = property(stackAt(place).template, 'LakeBucket', 'VersioningConfiguration.Status')

    expect(status).toBe('Enabled')
  })

  it('upgrades the search domain in place', () => {
    const domain = stackAt(place).template.Resources.SearchDomain

    expect(at(domain, 'UpdatePolicy.EnableVersionUpgrade')).toBe(true)
  })

  it('lets no function read a DLQ', () => {
    const { template } = stackAt(place)

    const readable = resourcesOf(template, 'AWS::IAM::Role').flatMap(([role]) =>
      queuesAllowed(template, role, 'sqs:ReceiveMessage'),
    )

    expect(readable.sort()).toEqual(['CacheQueue', 'LakeQueue', 'SearchQueue'])
  })

  it('lets who redrives read every DLQ, and no other queue', () => {
    const { template } = stackAt(place)
    const dlqs = resourcesOf(template, 'AWS::SQS::Queue').map(([id]) => id)

    const owners = statementsIn(template)
      .filter(({ effect, actions }) => effect === 'Allow' && actions.includes('sqs:ReceiveMessage'))
      .map(({ owner }) => owner)

    expect(owners.sort()).toEqual([
      'CacheInvalidatorRole',
      'LakeWriterRole',
      'RedrivePolicy',
      'SearchProjectorRole',
    ])
    expect(queuesAllowed(template, 'RedrivePolicy', 'sqs:ReceiveMessage').sort()).toEqual(
      dlqs.filter((id) => id.endsWith('Dlq')).sort(),
    )
  })
})

describe('the breaker', () => {
  it('is connected to what cannot mend itself, and not to what a deploy lets through', () => {
    const { template } = stackAt(0)
    const acting = resourcesOf(template, 'AWS::CloudWatch::Alarm')
      .filter(
        ([, alarm]) => target(at(alarm, 'Properties.AlarmActions.0')) === 'BreakerLambdaFunction',
      )
      .map(([id]) => id)

    expect(acting).toEqual([
      'RecordsParkedAlarm',
      'SearchCodecMismatchAlarm',
      'SearchOrderViolationsAlarm',
    ])
    expect(template.Resources.RecordsParkedAlarm?.Properties).toMatchObject({
      MetricName: 'RecordsParked',
      Period: 300,
      Threshold: 100,
      Statistic: 'Sum',
    })
  })
})

describe('stages', () => {
  it('protects the table of prod from deletion and not the one of dev', () => {
    expect(property(stackAt(0).template, 'OrdersTable', 'DeletionProtectionEnabled')).toBe(false)
    expect(property(stackAt(1).template, 'OrdersTable', 'DeletionProtectionEnabled')).toBe(true)
  })
})

describe('filters', () => {
  it('drop a removal by TTL in the Pipe, and nothing else', () => {
    const filters = property(
      stackAt(0).template,
      'ChangePipe',
      'SourceParameters.FilterCriteria.Filters',
    )
    const passes = compilePattern(JSON.parse(String(at(filters, '0.Pattern'))), 'pipe')
    const byTtl = { type: 'Service', principalId: 'dynamodb.amazonaws.com' }

    expect(passes({ eventName: 'REMOVE', userIdentity: byTtl })).toBe(false)
    expect(passes({ eventName: 'REMOVE' })).toBe(true)
    expect(passes({ eventName: 'MODIFY', userIdentity: null })).toBe(true)
    expect(passes({ eventName: 'REMOVE', userIdentity: { principalId: 'AIDA' } })).toBe(true)
  })

  it('bring every change to the search queue, and no announcement of a parked one', () => {
    const takes = compilePattern(property(stackAt(0).template, 'SearchRule', 'EventPattern'))

    expect(takes({ source: 'tailrace', 'detail-type': 'order.removed' })).toBe(true)
    expect(takes({ source: 'tailrace', 'detail-type': 'order.snapshot' })).toBe(true)
    expect(takes({ source: 'tailrace', 'detail-type': 'order.parked' })).toBe(false)
    expect(takes({ source: 'another', 'detail-type': 'order.removed' })).toBe(false)
  })

  it.each(['LakeRule', 'CacheRule'])(
    'bring every change by %s, and the announcement of a parked one',
    (rule) => {
      const takes = compilePattern(property(stackAt(0).template, rule, 'EventPattern'))

      expect(takes({ source: 'tailrace', 'detail-type': 'order.removed' })).toBe(true)
      expect(takes({ source: 'tailrace', 'detail-type': 'order.parked' })).toBe(true)
      expect(takes({ source: 'another', 'detail-type': 'order.removed' })).toBe(false)
    },
  )
})

describeCacheAccess(() => stackAt(0).template)
describeEnvironment(() => stackAt(0).template)
describeZips(
  () => stackAt(0),
  () => stackAt(1),
)

function stackAt(place: number): Packaged {
  const stack = packaged[place]
  if (stack === undefined) throw new Error('not packaged')
  return stack
}

function property(template: Template, id: string, path: string): unknown {
  return at(template.Resources[id], `Properties.${path}`)
}
