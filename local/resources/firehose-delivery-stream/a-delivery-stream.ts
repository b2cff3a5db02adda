/** A delivery stream for tests: time stands still, and the bucket is a map. */
import { gunzipSync } from 'node:zlib'
import { createFakeClock, type FakeClock } from '../../fake-clock.ts'
import type { Journal } from '../../kept/journal.ts'
import type { SignalBody } from '../../signals.ts'
import type { TemplateObject } from '../../template/template.ts'
import { createLocalDeliveryStream, type LocalDeliveryStream } from './local-delivery-stream.ts'
import { openPartitionQuery } from './partitioning/partition-query.ts'
import { readStreamSettings } from './stream-settings.ts'

export const START = '2026-11-21T07:26:36Z'
export const STREAM = 'orders'
/** Long enough that the template's interval decides. */
const NO_LIMIT_MS = 24 * 60 * 60 * 1000

export interface TestDeliveryStream extends AsyncDisposable {
  readonly stream: LocalDeliveryStream
  readonly clock: FakeClock
  readonly signals: readonly SignalBody[]
  /** Content of the objects by key, decompressed. */
  readonly objects: ReadonlyMap<string, string>
  /** Bytes of the objects by key. */
  readonly bodies: ReadonlyMap<string, Uint8Array>
  /** Puts records and waits until each has its partition. */
  put(...records: readonly (string | object)[]): Promise<void>
  /** Called before each write to the bucket; what it throws, the bucket answers. */
  onWrite: (key: string) => void
}

/** As the lake's: a record's entity and day are its partition. */
export function aDestination(properties: object = {}): TemplateObject {
  return {
    BucketARN: 'arn:aws:s3:::lake',
    RoleARN: 'arn:aws:iam::000000000000:role/Stream',
    Prefix: 'lake/!{partitionKeyFromQuery:entity}/dt=!{partitionKeyFromQuery:dt}/',
    ErrorOutputPrefix: 'errors/!{firehose:error-output-type}/',
    CompressionFormat: 'GZIP',
    BufferingHints: { SizeInMBs: 64, IntervalInSeconds: 60 },
    DynamicPartitioningConfiguration: { Enabled: true },
    ProcessingConfiguration: aQuery('{entity: .entity, dt: .time[0:10]}'),
    ...properties,
  }
}

export function aQuery(query: string): TemplateObject {
  const parameters = { MetadataExtractionQuery: query, JsonParsingEngine: 'JQ-1.6' }
  const Parameters = Object.entries(parameters).map(([ParameterName, ParameterValue]) => ({
    ParameterName,
    ParameterValue,
  }))
  return { Enabled: true, Processors: [{ Type: 'MetadataExtraction', Parameters }] }
}

/** @param properties of the destination, beside those of `aDestination`. */
export async function startTestDeliveryStream(
  properties: object = {},
  {
    flushMs = NO_LIMIT_MS,
    journal,
  }: { readonly flushMs?: number; readonly journal?: Journal } = {},
): Promise<TestDeliveryStream> {
  const settings = readStreamSettings(aDestination(properties))
  const clock = createFakeClock(Date.parse(START))
  const signals: SignalBody[] = []
  const bodies = new Map<string, Uint8Array>()
  const objects = new Map<string, string>()
  const query = settings.query === undefined ? undefined : await openPartitionQuery(settings.query)
  const stream = createLocalDeliveryStream({
    arn: `arn:${STREAM}`,
    name: STREAM,
    logicalId: 'LakeStream',
    settings,
    flushMs,
    clock,
    random: () => 0,
    journal,
    emit: (signal) => signals.push(signal),
    writeObject: async (key, body) => {
      test.onWrite(key)
      bodies.set(key, body)
      objects.set(key, String(settings.compression === 'GZIP' ? gunzipSync(body) : body))
    },
    ...(query && { query }),
  })
  const test: TestDeliveryStream = {
    stream,
    clock,
    signals,
    objects,
    bodies,
    onWrite: () => undefined,
    async put(...records) {
      for (const record of records) {
        stream.put(Buffer.from(typeof record === 'string' ? record : `${JSON.stringify(record)}\n`))
      }
      await stream.sorted()
    },
    [Symbol.asyncDispose]: () => stream.stop(),
  }
  return test
}
