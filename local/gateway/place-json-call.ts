import { isRecord } from '../../shared/json/is-record.ts'
import { CallNotPlaced, type GatewayCall, type ResourceNames } from './gateway-call.ts'
import { placeDynamodbCall } from './place-dynamodb-call.ts'

type Input = Readonly<Record<string, unknown>>
type PlaceCall = (operation: string, input: Input, names: ResourceNames) => readonly GatewayCall[]

/** By the service of the signature: the targets that belong to it, and how one is placed. */
const services: Readonly<Record<string, { readonly targets: RegExp; readonly place: PlaceCall }>> =
  {
    dynamodb: { targets: /^DynamoDB(?:Streams)?_20120810\.(\w+)$/, place: placeDynamodbCall },
    events: { targets: /^AWSEvents\.(\w+)$/, place: placeEventsCall },
    firehose: { targets: /^Firehose_20150804\.(\w+)$/, place: placeFirehoseCall },
    secretsmanager: { targets: /^secretsmanager\.(\w+)$/, place: placeSecretsCall },
    sqs: { targets: /^AmazonSQS\.(\w+)$/, place: placeSqsCall },
  }

/**
 * What a request of a service that speaks JSON does.
 *
 * @param target the header `X-Amz-Target`.
 * @throws CallNotPlaced
 */
export function placeJsonCall(
  request: { readonly service: string; readonly target: string; readonly body: string },
  names: ResourceNames,
): readonly GatewayCall[] {
  const { service, target } = request
  const known = Object.hasOwn(services, service) ? services[service] : undefined
  if (known === undefined) {
    throw new CallNotPlaced(`The local runtime has no ${service} that functions can call`)
  }
  const operation = known.targets.exec(target)?.[1]
  if (operation === undefined) {
    throw new CallNotPlaced(`"${target}" is no X-Amz-Target of ${service}`)
  }
  return known.place(operation, parseInput(request.body, target), names)
}

function parseInput(body: string, target: string): Input {
  try {
    const input: unknown = JSON.parse(body === '' ? '{}' : body)
    if (isRecord(input)) return input
  } catch {
    // Said below, as for any other body that is no object.
  }
  throw new CallNotPlaced(`The body of ${target} is no JSON object`)
}

/** A batch is authorized as the action of one message. */
const SQS_BATCH = /Batch$/

function placeSqsCall(operation: string, input: Input, { arn }: ResourceNames) {
  const action = `sqs:${operation.replace(SQS_BATCH, '')}`
  const { QueueUrl, QueueName, SourceArn } = input
  if (typeof QueueUrl === 'string') {
    return [{ action, resource: arn('sqs', QueueUrl.slice(QueueUrl.lastIndexOf('/') + 1)) }]
  }
  if (typeof QueueName === 'string') return [{ action, resource: arn('sqs', QueueName) }]
  return [{ action, resource: typeof SourceArn === 'string' ? SourceArn : '*' }]
}

function placeEventsCall(operation: string, { Entries }: Input, names: ResourceNames) {
  const action = `events:${operation}`
  if (operation !== 'PutEvents' || !Array.isArray(Entries)) return [{ action, resource: '*' }]
  const buses = Entries.map((entry: unknown) =>
    isRecord(entry) && typeof entry.EventBusName === 'string' ? entry.EventBusName : 'default',
  )
  return [...new Set(buses)].map((bus) => ({ action, resource: names.bus(bus) }))
}

function placeFirehoseCall(operation: string, input: Input, { arn }: ResourceNames) {
  const { DeliveryStreamName: name } = input
  const resource = typeof name === 'string' ? arn('firehose', `deliverystream/${name}`) : '*'
  return [{ action: `firehose:${operation}`, resource }]
}

function placeSecretsCall(operation: string, { SecretId }: Input, names: ResourceNames) {
  const resource = typeof SecretId === 'string' ? names.secret(SecretId) : '*'
  return [{ action: `secretsmanager:${operation}`, resource }]
}
