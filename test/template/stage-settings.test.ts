import { describe, expect, it } from 'vitest'
import { table } from '../../entities/table.ts'
import { packageWithStage } from './package-with-stages.ts'
import { at } from './template.ts'

const PACKAGE_MS = 60_000

describe('settings of a stage', () => {
  it(
    'reach the template',
    async () => {
      const { Resources } = await packageWithStage({
        streamViewType: 'NEW_IMAGE',
        pipeBatchSize: 5,
        pipeBisect: false,
        ttlDeletes: 'deliver',
        parkedRetentionDays: 7,
        searchTombstoneRetentionDays: 200,
        searchTimeoutSeconds: 120,
        cacheEndpoint: 'redis://10.0.0.7:6379',
        cacheAuth: 'none',
        cacheSubnetIds: 'subnet-1a,subnet-2b',
        cacheSecurityGroupIds: 'sg-1a',
        cachePrefix: 'shop:v2',
      })

      const stream = at(Resources, 'OrdersTable.Properties.StreamSpecification')
      expect(stream).toEqual({ StreamViewType: 'NEW_IMAGE' })
      const source = at(Resources, 'ChangePipe.Properties.SourceParameters')
      expect(at(source, 'DynamoDBStreamParameters.BatchSize')).toBe(5)
      expect(source).not.toHaveProperty('FilterCriteria')
      expect(source).not.toHaveProperty('DynamoDBStreamParameters.OnPartialBatchItemFailure')
      const enrichment = at(Resources, 'EnrichmentLambdaFunction.Properties.Environment.Variables')
      expect(enrichment).toHaveProperty('TAILRACE_TTL_DELETES', 'deliver')
      const rule = at(Resources, 'ParkedBucket.Properties.LifecycleConfiguration.Rules.0')
      expect(rule).toHaveProperty('ExpirationInDays', 7)
      expect(at(Resources, 'SearchQueue.Properties.VisibilityTimeout')).toBe(721)
      const purge = at(Resources, 'SearchPurgeLambdaFunction.Properties.Environment.Variables')
      expect(purge).toHaveProperty('TAILRACE_TOMBSTONE_RETENTION_DAYS', '200')
      const network = at(Resources, 'CacheInvalidatorLambdaFunction.Properties.VpcConfig')
      expect(at(network, 'Fn::If.2.Fn::If.1')).toEqual({
        SubnetIds: ['subnet-1a', 'subnet-2b'],
        SecurityGroupIds: ['sg-1a'],
      })
      const access = at(Resources, 'CacheInvalidatorUser.Properties.AccessString')
      expect(access).toMatch(/^on ~shop:v2:\* -@all /)
    },
    PACKAGE_MS,
  )

  it(
    'that are wrong refuse the package, all in one message and without a stack',
    async () => {
      const wrong = {
        pipeBatchSize: 11,
        pipeRecordAgeSecondsMax: 90_000,
        searchVolumeGib: 200,
        serachShards: 2,
      }

      const message = await packageWithStage(wrong).then(
        () => 'nothing was refused',
        (error: Error) => error.message,
      )

      expect(message).toContain('Settings of stage test refused:')
      expect(message).toContain('pipeBatchSize is 11, accepted: 1 to 10 records')
      expect(message).toContain('pipeRecordAgeSecondsMax is 90000, accepted: 60 to 72000 s')
      expect(message).toContain('searchVolumeGib must be at most 100 on t3.small.search')
      expect(message).toContain('serachShards is not a setting')
      expect(message).not.toContain('    at ')
    },
    PACKAGE_MS,
  )
})

describe('a table without TTL', () => {
  it(
    'is deployed without',
    async () => {
      const { timeToLive: _, ...keys } = table

      const { Resources } = await packageWithStage({}, keys)

      const properties = at(Resources, 'OrdersTable.Properties')
      expect(properties).toHaveProperty('KeySchema')
      expect(properties).not.toHaveProperty('TimeToLiveSpecification')
    },
    PACKAGE_MS,
  )
})
