import type { Chaos } from '../chaos/chaos.ts'
import type { EventBus } from '../resources/event-bus/event-bus.ts'
import type { LocalMapping } from '../resources/event-source-mapping/local-mapping.ts'
import type { DeliveryStreams } from '../resources/firehose-delivery-stream/put-records.ts'
import type { LocalPipe } from '../resources/pipe/local-pipe.ts'
import type { LocalSecret } from '../resources/secret/local-secret.ts'
import { serveAwsJson } from './aws-json.ts'
import type { CallerOf } from './caller-of.ts'
import { type MovableTime, serveChaos } from './chaos-api.ts'
import {
  type CustomResourceReplies,
  createCustomResourceReplies,
} from './custom-resource-replies.ts'
import { type EndpointServer, startEndpointServer } from './endpoint-server.ts'
import { eventsActions } from './events-actions.ts'
import { firehoseActions } from './firehose-actions.ts'
import { serveMappings } from './mappings-api.ts'
import { servePipes } from './pipes-api.ts'
import { secretsManagerActions } from './secrets-manager-actions.ts'

export interface ModelEndpoints extends EndpointServer {
  readonly customResourceReplies: CustomResourceReplies
}

/** One listener for all that is modelled here: secrets, events, Firehose, Pipes, mappings, custom resources' replies, faults. */
export async function startModelEndpoints(
  models: DeliveryStreams & {
    readonly buses: ReadonlyMap<string, EventBus>
    readonly secrets: ReadonlyMap<string, LocalSecret>
    readonly pipes: ReadonlyMap<string, LocalPipe>
    readonly mappings: ReadonlyMap<string, LocalMapping>
    readonly callerOf?: CallerOf
    readonly chaos: Chaos
    readonly time: MovableTime
    readonly now: () => number
  },
): Promise<ModelEndpoints> {
  const awsJson = serveAwsJson({
    ...secretsManagerActions(models.secrets),
    ...eventsActions(models),
    ...firehoseActions(models),
  })
  let baseUrl = ''
  const replies = createCustomResourceReplies(() => baseUrl)
  const pipes = servePipes(models.pipes, models.callerOf)
  const mappings = serveMappings(models.mappings, models.callerOf)
  const chaos = serveChaos(models.chaos, models.time)
  const server = await startEndpointServer(
    async (request) =>
      replies.take(request) ??
      pipes(request) ??
      mappings(request) ??
      chaos(request) ??
      awsJson(request),
  )
  baseUrl = server.url
  return { ...server, customResourceReplies: replies }
}
