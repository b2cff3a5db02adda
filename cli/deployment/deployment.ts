import type { DynamoDBStreamsClient } from '@aws-sdk/client-dynamodb-streams'
import type { S3Client } from '@aws-sdk/client-s3'
import type { SecretsManagerClient } from '@aws-sdk/client-secrets-manager'
import type { SQSClient } from '@aws-sdk/client-sqs'
import type { RedisAccess } from '../../local/redis-client.ts'
import type { SignedService } from '../../shared/adapters/aws-signed-call.ts'
import type { SequenceLayout } from '../../shared/ordering/index.ts'
import type { SearchAuth } from '../../shared/search/search-auth.ts'

export interface ReachableCache {
  readonly redis: RedisAccess
  readonly prefix: string
}

/** A stack that runs: here, or a stage on AWS. Commands reach its resources by it. */
export interface Deployment {
  /** For a person: `here`, `stage prod`. */
  readonly name: string
  readonly region: string
  /** What `Ref` returns, by logical id. */
  readonly resources: Readonly<Record<string, string>>
  readonly sqs: SQSClient
  readonly s3: S3Client
  readonly streams: DynamoDBStreamsClient
  readonly secrets: SecretsManagerClient
  readonly events: Omit<SignedService, 'service'>
  readonly search: { readonly endpoint: string; readonly auth: SearchAuth }
  /** Absent on AWS: the cache is reached from inside its network alone. */
  readonly cache?: ReachableCache
  /** Settings of the stage that decide what the enrichment makes of a record. */
  readonly enrichment: {
    readonly ttlDeletes: 'drop' | 'deliver'
    readonly undeclared: 'drop' | 'keep'
    readonly layout: SequenceLayout
  }
  close(): void
}
