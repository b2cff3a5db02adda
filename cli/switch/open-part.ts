import { SQSClient } from '@aws-sdk/client-sqs'
import { EnvironmentError } from '../../local/environment-error.ts'
import type { RuntimeFile } from '../../local/runtime-file.ts'
import { type AwsRestClient, createAwsRestClient } from '../../shared/adapters/aws-rest-client.ts'
import { createMappingSwitch } from '../../shared/adapters/mapping-switch.ts'
import { createPipeSwitch } from '../../shared/adapters/pipe-switch.ts'
import type { Switch } from '../../shared/switch/switch.ts'
import { requireEntry } from '../running-runtime.ts'
import { findMapping, findPipe } from './find-on-stage.ts'
import type { Part } from './parts.ts'
import { type Keeping, readQueueKeeping, readStreamKeeping } from './read-keeping.ts'

/** A part that can be stopped and started, and what keeps its changes meanwhile. */
export interface OpenedPart {
  readonly switch: Switch
  readKeeping(): Promise<Keeping>
}

/** Any letters and digits do. */
const LOCAL = { accessKeyId: 'local', secretAccessKey: 'local' }

/** @throws EnvironmentError when the running pipeline has no such part. */
export function openHere(part: Part, runtime: RuntimeFile): OpenedPart {
  const { region, endpoints, resources } = runtime
  const id = resources[part.logicalId]
  if (id === undefined) throw new EnvironmentError(`The running pipeline has no ${part.name}.`)
  const clientOf = (service: string) =>
    createAwsRestClient({
      ...{ service, region, credentials: LOCAL },
      endpoint: requireEntry(endpoints, service),
    })
  const sqs = () => new SQSClient({ region, credentials: LOCAL, endpoint: endpoints.sqs ?? '' })
  return open(part, { id, clientOf, sqs })
}

/** @throws EnvironmentError when the stage has no such part. */
export async function openThere(
  part: Part,
  { stage, region }: { readonly stage: string; readonly region: string },
): Promise<OpenedPart> {
  const clientOf = (service: string) => createAwsRestClient({ service, region })
  const lambda = `tailrace-${stage}-${part.lambda}`
  const id =
    part.kind === 'pipe'
      ? await findPipe(clientOf('pipes'), lambda)
      : await findMapping(clientOf('lambda'), lambda)
  if (id === undefined) {
    throw new EnvironmentError(`Stage ${stage} has no ${part.name} in ${region}.`)
  }
  return open(part, { id, clientOf, sqs: () => new SQSClient({ region }) })
}

function open(
  part: Part,
  found: {
    readonly id: string
    readonly clientOf: (service: string) => AwsRestClient
    readonly sqs: () => SQSClient
  },
): OpenedPart {
  const { id, clientOf, sqs } = found
  if (part.kind === 'pipe') {
    const pipes = clientOf('pipes')
    return { switch: createPipeSwitch(pipes, id), readKeeping: () => readStreamKeeping(pipes, id) }
  }
  const lambda = clientOf('lambda')
  return {
    switch: createMappingSwitch(lambda, id),
    readKeeping: () => readQueueKeeping(lambda, id, sqs()),
  }
}
