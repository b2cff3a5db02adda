import type { EventBus } from '../resources/event-bus/event-bus.ts'
import type { LocalSecret } from '../resources/secret/local-secret.ts'
import { serveAwsJson } from './aws-json.ts'
import {
  type CustomResourceReplies,
  createCustomResourceReplies,
} from './custom-resource-replies.ts'
import { type EndpointServer, startEndpointServer } from './endpoint-server.ts'
import { eventsActions } from './events-actions.ts'
import { secretsManagerActions } from './secrets-manager-actions.ts'

export interface ModelEndpoints extends EndpointServer {
  readonly customResourceReplies: CustomResourceReplies
}

/** One listener for all that is modelled here: secrets, events, and custom resources' replies. */
export async function startModelEndpoints(models: {
  readonly buses: ReadonlyMap<string, EventBus>
  readonly secrets: ReadonlyMap<string, LocalSecret>
  readonly now: () => number
}): Promise<ModelEndpoints> {
  const awsJson = serveAwsJson({
    ...secretsManagerActions(models.secrets),
    ...eventsActions(models),
  })
  let baseUrl = ''
  const replies = createCustomResourceReplies(() => baseUrl)
  const server = await startEndpointServer(
    async (request) => replies.take(request) ?? awsJson(request),
  )
  baseUrl = server.url
  return { ...server, customResourceReplies: replies }
}
