import { randomUUID } from 'node:crypto'
import { isRecord } from '../../../shared/json/is-record.ts'
import type { Chaos } from '../../chaos/chaos.ts'
import { AwsError } from '../../endpoints/aws-json.ts'
import { ACCOUNT_ID } from '../../template/stack-names.ts'
import { PUT_BYTES_MAX, PUT_RECORDS_MAX, RECORD_BYTES_MAX, STREAM_NAME } from './limits.ts'
import type { LocalDeliveryStream } from './local-delivery-stream.ts'

type Input = Readonly<Record<string, unknown>>

/** Where the records can go. */
export interface DeliveryStreams {
  readonly deliveryStreams: ReadonlyMap<string, LocalDeliveryStream>
  /** Faults of the hop `firehose`: which records are refused. */
  readonly chaos?: Pick<Chaos, 'refuses'>
}

type PutResult =
  | { readonly RecordId: string }
  | { readonly ErrorCode: string; readonly ErrorMessage: string }

const THROTTLED = { ErrorCode: 'ServiceUnavailableException', ErrorMessage: 'Slow down.' } as const

/**
 * Puts up to 500 records, each of which is taken or not by itself.
 *
 * @throws AwsError when the call as a whole is refused.
 */
export function putRecordBatch(input: Input, streams: DeliveryStreams) {
  const { Records: records } = input
  if (!Array.isArray(records)) throw invalid('null', 'records', 'Member must not be null')
  if (records.length === 0) {
    throw invalid('[]', 'records', 'Member must have length greater than or equal to 1')
  }
  if (records.length > PUT_RECORDS_MAX) {
    const constraint = `Member must have length less than or equal to ${PUT_RECORDS_MAX}`
    throw invalid(`${records.length} records`, 'records', constraint)
  }
  const all = records.map((record, index) => readData(record, `records.${index + 1}.member`))
  const bytes = all.reduce((sum, data) => sum + data.length, 0)
  if (bytes > PUT_BYTES_MAX) {
    throw new AwsError('InvalidArgumentException', 'Records size exceeds 4 MB limit')
  }
  const results = putAll(all, findStream(input, streams), streams)
  return {
    FailedPutCount: results.filter((result) => 'ErrorCode' in result).length,
    Encrypted: false,
    RequestResponses: results,
  }
}

/** @throws AwsError when the record is not taken. */
export function putRecord(input: Input, streams: DeliveryStreams) {
  const data = readData(input.Record, 'record')
  const [result = THROTTLED] = putAll([data], findStream(input, streams), streams)
  if ('ErrorCode' in result) throw unavailable()
  return { ...result, Encrypted: false }
}

function putAll(
  all: readonly Uint8Array[],
  stream: LocalDeliveryStream,
  { chaos }: DeliveryStreams,
): readonly PutResult[] {
  return all.map((data) => {
    const isRefused = chaos?.refuses('firehose') ?? false
    return !isRefused && stream.put(data) ? { RecordId: randomUUID() } : THROTTLED
  })
}

function findStream(
  { DeliveryStreamName: name }: Input,
  { deliveryStreams }: DeliveryStreams,
): LocalDeliveryStream {
  if (typeof name !== 'string' || !STREAM_NAME.test(name)) {
    const constraint = 'Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]+'
    throw invalid(String(name ?? null), 'deliveryStreamName', constraint)
  }
  const found = [...deliveryStreams.values()].find((stream) => stream.name === name)
  if (found !== undefined) return found
  throw new AwsError(
    'ResourceNotFoundException',
    `Firehose ${name} under account ${ACCOUNT_ID} not found.`,
  )
}

/** @param path of the record in the call. @throws AwsError */
function readData(record: unknown, path: string): Uint8Array {
  const data = isRecord(record) ? record.Data : undefined
  if (data === undefined || data === null) {
    throw invalid('null', `${path}.data`, 'Member must not be null')
  }
  if (typeof data !== 'string' || !isBase64(data)) {
    throw new AwsError('SerializationException', `${path}.data is no base64`)
  }
  const bytes = Buffer.from(data, 'base64')
  if (bytes.length <= RECORD_BYTES_MAX) return bytes
  const constraint = `Member must have length less than or equal to ${RECORD_BYTES_MAX}`
  throw invalid(`${bytes.length} bytes`, `${path}.data`, constraint)
}

/** Whole groups of four, the last one filled up: what clients send. */
function isBase64(text: string): boolean {
  return text.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(text)
}

/** As AWS words it, without the value: it would be the record. */
function invalid(value: string, path: string, constraint: string): AwsError {
  return new AwsError(
    'ValidationException',
    `1 validation error detected: Value '${value}' at '${path}' failed to satisfy constraint: ${constraint}`,
  )
}

/** What the service answers that takes nothing at all. */
export function unavailable(): AwsError {
  return new AwsError('ServiceUnavailableException', THROTTLED.ErrorMessage, 503)
}
