import { DynamoDBStreamsClient } from '@aws-sdk/client-dynamodb-streams'
import { S3Client } from '@aws-sdk/client-s3'
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager'
import { SQSClient } from '@aws-sdk/client-sqs'
import { resolveSettings } from '../../infra/resolve-settings.ts'
import { EnvironmentError } from '../../local/environment-error.ts'
import { SEQUENCE_LAYOUTS } from '../../shared/ordering/index.ts'
import { SEARCH_AUTHS } from '../../shared/search/search-auth.ts'
import type { Deployment } from './deployment.ts'
import { describeStack } from './describe-stack.ts'

/** A stage on AWS, with the credentials and region that any AWS tool would take. */
export async function openStageDeployment(
  stage: string,
  region: string | undefined,
): Promise<Deployment> {
  const options = region === undefined ? {} : { region }
  const sqs = new SQSClient(options)
  const clients = {
    sqs,
    s3: new S3Client(options),
    streams: new DynamoDBStreamsClient(options),
    secrets: new SecretsManagerClient(options),
  }
  const place = await findPlace(sqs)
  const at = (service: string) => ({
    ...place,
    endpoint: `https://${service}.${place.region}.${place.domain}`,
  })
  const stack = await describeStack(at('cloudformation'), `tailrace-${stage}`)
  const { ttlDeletes, undeclared } = resolveSettings(stage)
  const { SequenceLayout, SearchAuth } = stack.parameters
  return {
    name: `stage ${stage}`,
    region: place.region,
    resources: stack.resources,
    ...clients,
    events: at('events'),
    search: {
      endpoint: stack.outputs.SearchUrl ?? '',
      auth: SEARCH_AUTHS.find((auth) => auth === SearchAuth) ?? 'sigv4',
    },
    enrichment: {
      ttlDeletes,
      undeclared,
      layout: SEQUENCE_LAYOUTS.find((layout) => layout === SequenceLayout) ?? 'aws',
    },
    close: () => {
      for (const client of Object.values(clients)) client.destroy()
    },
  }
}

async function findPlace(sqs: SQSClient) {
  try {
    const region = await sqs.config.region()
    await sqs.config.credentials()
    const domain = region.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com'
    return { region, domain, credentials: () => sqs.config.credentials() }
  } catch (cause) {
    throw new EnvironmentError(
      'AWS cannot be asked without credentials and a region: AWS_PROFILE, AWS_REGION or --region.',
      { cause },
    )
  }
}
