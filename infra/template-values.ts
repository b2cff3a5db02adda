/** What the template needs beside the settings: derived from them and from the entity definitions. */
import { definitions } from '../entities/index.ts'
import { table } from '../entities/table.ts'
import { maxReceiveCount } from '../shared/batch/retry-delay.ts'
import { definitionsDigest } from './definitions-digest.ts'
import { type LakeCatalogue, lakeCatalogue } from './lake-catalogue.ts'
import type { StageSettings } from './settings.ts'
import { type TableProperties, tableProperties } from './table-properties.ts'

/** Passes every record but those that DynamoDB's TTL removed. `exists` works on leaves only. */
const NOT_A_TTL_DELETE = {
  userIdentity: { principalId: [{ exists: false }, { 'anything-but': 'dynamodb.amazonaws.com' }] },
}

const NO_VALUE = { Ref: 'AWS::NoValue' } as const

const BYTES_OF_MIB = 1_048_576
const SECONDS_OF_MINUTE = 60

type BreakerCause = 'parked' | 'codecMismatch' | 'orderViolation' | 'unknownLineage'

/** An entry of an alarm's actions: the breaker, or none. */
type Action = { readonly 'Fn::GetAtt': readonly string[] } | { readonly Ref: 'AWS::NoValue' }

export interface TemplateValues extends TableProperties, LakeCatalogue {
  readonly pipeFilterCriteria: { Filters: { Pattern: string }[] } | null
  readonly pipeOnPartialFailure: 'AUTOMATIC_BISECT' | null
  readonly searchVisibilitySeconds: number
  readonly searchReceivesMax: number
  readonly searchZoneAware: boolean
  readonly lakeVisibilitySeconds: number
  readonly lakeReceivesMax: number
  readonly lakeScanBytesMax: number
  readonly cacheVisibilitySeconds: number
  readonly cacheReceivesMax: number
  readonly cacheNetwork: 'none' | 'given'
  readonly cacheGivenNetwork: { SubnetIds: string[]; SecurityGroupIds: string[] } | typeof NO_VALUE
  readonly breakerParkedWindowSeconds: number
  readonly breakerOn: Readonly<Record<BreakerCause, Action>>
  readonly definitionsDigest: string
}

export function templateValues(stage: string, settings: StageSettings): TemplateValues {
  const deliversTtlDeletes = settings.ttlDeletes === 'deliver'
  return {
    ...tableProperties(table),
    ...lakeCatalogue(stage, definitions),
    pipeFilterCriteria: deliversTtlDeletes
      ? null
      : { Filters: [{ Pattern: JSON.stringify(NOT_A_TTL_DELETE) }] },
    pipeOnPartialFailure: settings.pipeBisect ? 'AUTOMATIC_BISECT' : null,
    searchVisibilitySeconds:
      settings.searchTimeoutSeconds * 6 + settings.searchBatchingWindowSeconds,
    searchReceivesMax: maxReceiveCount(),
    searchZoneAware: settings.searchInstanceCount > 1,
    lakeVisibilitySeconds: settings.lakeTimeoutSeconds * 6 + settings.lakeBatchingWindowSeconds,
    lakeReceivesMax: maxReceiveCount(),
    lakeScanBytesMax: settings.lakeScanMibMax * BYTES_OF_MIB,
    cacheVisibilitySeconds: settings.cacheTimeoutSeconds * 6 + settings.cacheBatchingWindowSeconds,
    cacheReceivesMax: maxReceiveCount(),
    ...givenNetwork(settings),
    breakerOn: {
      parked: toAction(settings.breakerOnParked),
      codecMismatch: toAction(settings.breakerOnCodecMismatch),
      orderViolation: toAction(settings.breakerOnOrderViolation),
      unknownLineage: toAction(settings.breakerOnUnknownLineage),
    },
    breakerParkedWindowSeconds: settings.breakerParkedWindowMinutes * SECONDS_OF_MINUTE,
    definitionsDigest: definitionsDigest(definitions),
  }
}

function givenNetwork({
  cacheSubnetIds,
  cacheSecurityGroupIds,
}: StageSettings): Pick<TemplateValues, 'cacheNetwork' | 'cacheGivenNetwork'> {
  if (cacheSubnetIds === '') return { cacheNetwork: 'none', cacheGivenNetwork: NO_VALUE }
  return {
    cacheNetwork: 'given',
    cacheGivenNetwork: {
      SubnetIds: cacheSubnetIds.split(','),
      SecurityGroupIds: cacheSecurityGroupIds.split(','),
    },
  }
}

function toAction(isOn: boolean): Action {
  return isOn ? { 'Fn::GetAtt': ['BreakerLambdaFunction', 'Arn'] } : { Ref: 'AWS::NoValue' }
}
