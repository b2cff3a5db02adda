/** What the tests of lineages see of a running stack, and how they stand in for a deploy. */
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge'
import { GetQueueAttributesCommand, type SQSClient } from '@aws-sdk/client-sqs'
import type { EngineEndpoints } from '../../local/engine-clients.ts'
import type { BusEvent } from '../../local/resources/event-bus/bus-event.ts'
import { isRecord } from '../../shared/json/is-record.ts'
import type { EditableTemplate, EditedStack } from './edited-stack.ts'

const INDEX = 'orders-000001'

/** A document as it is stored, or a tombstone, with all that a write would change. */
export interface StoredDocument {
  readonly id: string
  /** Place of its change's stream in the list of lineages, by its version. */
  readonly generation: number
  readonly seqNo: number
  readonly total: unknown
  readonly deleted: boolean
  readonly table: string
  readonly stream: string
  readonly seq: string
}

/** All documents, tombstones included, by id. */
export async function readDocuments({
  opensearch,
}: EngineEndpoints): Promise<readonly StoredDocument[]> {
  await fetch(`${opensearch}/${INDEX}/_refresh`, { method: 'POST' })
  const query = 'size=1000&version=true&seq_no_primary_term=true'
  const response = await fetch(`${opensearch}/${INDEX}/_search?${query}`)
  const { hits } = (await response.json()) as { hits: { hits: RawHit[] } }
  return hits.hits
    .map(({ _source: { _cdc, total }, _version, _seq_no }) => ({
      ..._cdc,
      total,
      generation: Math.floor(_version / 2 ** 53),
      seqNo: _seq_no,
    }))
    .sort((a, b) => (a.id < b.id ? -1 : 1))
}

interface RawHit {
  /** Rounded to a double, which leaves the generation whole. */
  readonly _version: number
  readonly _seq_no: number
  readonly _source: {
    readonly total?: unknown
    readonly _cdc: Omit<StoredDocument, 'generation' | 'seqNo' | 'total'>
  }
}

export interface Contract {
  readonly codec: string
  readonly lineages: readonly { readonly table: string; readonly stream: string }[]
}

export async function readContract({ opensearch }: EngineEndpoints): Promise<Contract> {
  const response = await fetch(`${opensearch}/${INDEX}/_mapping`)
  const answer = (await response.json()) as Record<string, { mappings: { _meta: Contract } }>
  const contract = answer[INDEX]?.mappings._meta
  if (contract === undefined) throw new Error(`${INDEX} has no contract`)
  return contract
}

export async function writeContract(
  { opensearch }: EngineEndpoints,
  contract: Contract,
): Promise<void> {
  const response = await fetch(`${opensearch}/${INDEX}/_mapping`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ _meta: contract }),
  })
  if (!response.ok) throw new Error(`the contract was not written: ${response.status}`)
}

/** How many messages a queue holds, those in work and those put off included. */
export async function countMessages(sqs: SQSClient, QueueUrl: string | undefined): Promise<number> {
  const { Attributes = {} } = await sqs.send(
    new GetQueueAttributesCommand({
      QueueUrl,
      AttributeNames: ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'],
    }),
  )
  return Object.values(Attributes).reduce((sum, count) => sum + Number(count), 0)
}

/** What the search projector printed: log lines and metrics, each a JSON object. */
export async function readProjectorLog({ logsDir }: EditedStack): Promise<{
  readonly text: string
  readonly lines: readonly Readonly<Record<string, unknown>>[]
}> {
  const files = (await readdir(logsDir)).filter((file) => file.includes('searchProjector'))
  const texts = await Promise.all(files.map((file) => readFile(join(logsDir, file), 'utf8')))
  const text = texts.join('')
  // The last line may still be on its way.
  const whole = text.slice(0, text.lastIndexOf('\n') + 1).split('\n')
  const lines = whole.filter((line) => line.startsWith('{')).map((line) => JSON.parse(line))
  return { text, lines }
}

/** The sum of a metric over all that the projector told. */
export async function sumMetric(stack: EditedStack, name: string): Promise<number> {
  const { lines } = await readProjectorLog(stack)
  const told = lines.filter((line) => isRecord(line._aws)).map((line) => line[name])
  return told.reduce<number>((sum, value) => sum + (typeof value === 'number' ? value : 0), 0)
}

/** The changes that a stack's bus took, each once. */
export function acceptedEvents({ signals }: EditedStack): readonly BusEvent[] {
  const events = signals.flatMap((one) => (one.type === 'event.accepted' ? [one.event] : []))
  return [...new Map(events.map((event) => [event.detail.eventID, event])).values()]
}

/** Publishes events that another start of the stack had published, as a replay does. */
export async function publishLate(
  { runtime }: EditedStack,
  events: readonly BusEvent[],
): Promise<void> {
  const client = new EventBridgeClient({
    endpoint: runtime.endpoints.events,
    region: 'eu-west-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  })
  const Entries = events.map((event) => ({
    EventBusName: runtime.resources.ChangeBus,
    Source: event.source,
    DetailType: event['detail-type'],
    Detail: JSON.stringify(event.detail),
  }))
  const { FailedEntryCount } = await client.send(new PutEventsCommand({ Entries }))
  client.destroy()
  if (FailedEntryCount !== 0) throw new Error(`${FailedEntryCount} events were not taken`)
}

/** Properties of a resource of the packaged template. */
export function propertiesOf(
  { Resources }: EditableTemplate,
  logicalId: string,
): Record<string, unknown> {
  const resource = Resources[logicalId]
  if (resource === undefined) throw new Error(`the template has no ${logicalId}`)
  return resource.Properties
}
