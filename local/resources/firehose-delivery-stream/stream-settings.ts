import { isRecord } from '../../../shared/json/is-record.ts'
import type { TemplateObject } from '../../template/template.ts'
import {
  BUFFER_MIB,
  BUFFER_SECONDS,
  PARTITIONED_BUFFER_MIB_MIN,
  PARTITIONED_BUFFER_SECONDS_MIN,
} from './limits.ts'
import { requireOldJq } from './partitioning/require-old-jq.ts'
import { hasExpression, keysOf, type Prefix, parsePrefix } from './prefix.ts'

/** What a delivery stream does with records, read from its template. */
export interface StreamSettings {
  /** Before compression. */
  readonly bufferBytesMax: number
  readonly bufferMs: number
  readonly prefix: Prefix
  readonly errorPrefix: Prefix
  readonly compression: 'GZIP' | 'UNCOMPRESSED'
  /** With its dot, or empty. */
  readonly extension: string
  /** jq; undefined without dynamic partitioning. */
  readonly query?: string
}

const DEFAULT_TIME = '!{timestamp:yyyy/MM/dd/HH}/'
const JQ_ENGINE = 'JQ-1.6'

/** @throws Error for the first thing that AWS refuses. */
export function readStreamSettings(destination: TemplateObject): StreamSettings {
  const isPartitioned = isTrue(objectIn(destination.DynamicPartitioningConfiguration).Enabled)
  const compression = destination.CompressionFormat === 'GZIP' ? 'GZIP' : 'UNCOMPRESSED'
  const query = readQuery(objectIn(destination.ProcessingConfiguration))
  if (isPartitioned !== (query !== undefined)) {
    throw new Error(
      isPartitioned
        ? 'dynamic partitioning needs the processor MetadataExtraction'
        : 'the processor MetadataExtraction needs dynamic partitioning',
    )
  }
  return {
    ...readBuffer(objectIn(destination.BufferingHints), isPartitioned),
    ...readPrefixes(destination, isPartitioned),
    compression,
    extension: readExtension(destination.FileExtension, compression),
    ...(query !== undefined && { query }),
  }
}

function readBuffer(
  hints: Readonly<Record<string, unknown>>,
  isPartitioned: boolean,
): Pick<StreamSettings, 'bufferBytesMax' | 'bufferMs'> {
  const { SizeInMBs: size, IntervalInSeconds: seconds } = hints
  if ((size === undefined) !== (seconds === undefined)) {
    throw new Error('BufferingHints needs SizeInMBs and IntervalInSeconds, or neither')
  }
  const mib = readWhole('SizeInMBs', size ?? BUFFER_MIB.default, {
    ...BUFFER_MIB,
    ...(isPartitioned && { min: PARTITIONED_BUFFER_MIB_MIN }),
  })
  const interval = readWhole('IntervalInSeconds', seconds ?? BUFFER_SECONDS.default, {
    ...BUFFER_SECONDS,
    ...(isPartitioned && { min: PARTITIONED_BUFFER_SECONDS_MIN }),
  })
  return { bufferBytesMax: mib * 1024 * 1024, bufferMs: interval * 1000 }
}

function readPrefixes(
  { Prefix: prefixText = '', ErrorOutputPrefix: errorText }: TemplateObject,
  isPartitioned: boolean,
): Pick<StreamSettings, 'prefix' | 'errorPrefix'> {
  const prefix = parsePrefix(String(prefixText))
  const errorPrefix = parsePrefix(String(errorText ?? ''))
  if (hasExpression(prefix, 'error-type')) {
    throw new Error('Prefix cannot hold !{firehose:error-output-type}')
  }
  if (hasExpression(prefix) && errorText === undefined) {
    throw new Error('a Prefix with expressions needs an ErrorOutputPrefix')
  }
  if (hasExpression(errorPrefix) && !hasExpression(errorPrefix, 'error-type')) {
    throw new Error('an ErrorOutputPrefix with expressions needs !{firehose:error-output-type}')
  }
  if (keysOf(errorPrefix).length > 0) {
    throw new Error('ErrorOutputPrefix cannot hold partition keys')
  }
  if (isPartitioned !== keysOf(prefix).length > 0) {
    throw new Error(
      isPartitioned
        ? 'dynamic partitioning needs a Prefix with !{partitionKeyFromQuery:...}'
        : 'partition keys in Prefix need dynamic partitioning',
    )
  }
  return {
    prefix: isPartitioned || hasExpression(prefix, 'timestamp') ? prefix : withTime(prefix),
    errorPrefix: hasExpression(errorPrefix)
      ? errorPrefix
      : withTime([...errorPrefix, ...parsePrefix('!{firehose:error-output-type}/')]),
  }
}

function withTime(prefix: Prefix): Prefix {
  return [...prefix, ...parsePrefix(DEFAULT_TIME)]
}

/** @returns undefined when nothing is processed. */
function readQuery({ Enabled, Processors }: Readonly<Record<string, unknown>>): string | undefined {
  const processors = isTrue(Enabled) && Array.isArray(Processors) ? Processors.map(objectIn) : []
  if (processors.length > 1) throw new Error('there can be one processor MetadataExtraction')
  const [processor] = processors
  if (processor === undefined) return undefined
  const list = Array.isArray(processor.Parameters) ? processor.Parameters.map(objectIn) : []
  const parameters = new Map(list.map((one) => [String(one.ParameterName), one.ParameterValue]))
  for (const name of parameters.keys()) {
    if (name !== 'MetadataExtractionQuery' && name !== 'JsonParsingEngine') {
      throw new Error(`the parameter ${name} is none of MetadataExtraction`)
    }
  }
  if (parameters.get('JsonParsingEngine') !== JQ_ENGINE) {
    throw new Error(`MetadataExtraction needs the JsonParsingEngine ${JQ_ENGINE}`)
  }
  const query = parameters.get('MetadataExtractionQuery')
  if (typeof query !== 'string' || query === '') {
    throw new Error('MetadataExtraction needs a MetadataExtractionQuery')
  }
  requireOldJq(query)
  return query
}

function readExtension(value: unknown, compression: StreamSettings['compression']): string {
  if (value === undefined) return compression === 'GZIP' ? '.gz' : ''
  if (typeof value === 'string' && EXTENSION.test(value)) return value
  throw new Error("FileExtension begins with a dot and has at most 128 of 0-9 a-z ! - _ . * ( ) '")
}

/** https://docs.aws.amazon.com/firehose/latest/APIReference/API_ExtendedS3DestinationConfiguration.html */
const EXTENSION = /^\.[0-9a-z!\-_.*'()]{1,127}$/

function readWhole(
  name: string,
  value: unknown,
  { min, max }: { readonly min: number; readonly max: number },
): number {
  const number = Number(value)
  if (Number.isInteger(number) && number >= min && number <= max) return number
  throw new Error(`${name} must be a whole number from ${min} to ${max}, not ${String(value)}`)
}

function isTrue(value: unknown): boolean {
  return String(value) === 'true'
}

function objectIn(value: unknown): Readonly<Record<string, unknown>> {
  return isRecord(value) ? value : {}
}
