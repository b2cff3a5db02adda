/**
 * Prefixes of objects, with their expressions.
 * https://docs.aws.amazon.com/firehose/latest/dev/s3-prefixes.html
 */
import { formatTimestamp } from './format-timestamp.ts'

type Part =
  | { readonly kind: 'literal'; readonly text: string }
  | { readonly kind: 'timestamp'; readonly pattern: string }
  | { readonly kind: 'key'; readonly name: string }
  | { readonly kind: 'random' }
  | { readonly kind: 'error-type' }

export type Prefix = readonly Part[]

/** By the names that the query gives them. */
export type PartitionKeys = Readonly<Record<string, string>>

export interface PrefixValues {
  /** Of the oldest record in the object, epoch milliseconds. */
  readonly arrivedAtMs: number
  readonly keys?: PartitionKeys
  readonly errorType?: string
  /** Eleven characters, new at each call. */
  readonly randomText: () => string
}

const EXPRESSION = /!\{([^:}]*):([^}]*)\}/g

/** @throws Error for an expression that AWS or the local runtime does not know. */
export function parsePrefix(text: string): Prefix {
  const parts: Part[] = []
  let end = 0
  for (const match of text.matchAll(EXPRESSION)) {
    const [whole, namespace = '', value = ''] = match
    parts.push(toLiteral(text.slice(end, match.index)), toExpression(namespace, value))
    end = match.index + whole.length
  }
  parts.push(toLiteral(text.slice(end)))
  return parts.filter((part) => part.kind !== 'literal' || part.text !== '')
}

export function evaluatePrefix(prefix: Prefix, values: PrefixValues): string {
  return prefix.map((part) => evaluatePart(part, values)).join('')
}

/** What records of one partition have in common: equal for equal keys, whenever they come. */
export function identifyPartition(prefix: Prefix, keys: PartitionKeys): string {
  return evaluatePrefix(
    prefix.map((part) => (part.kind === 'timestamp' ? toLiteral('*') : part)),
    { arrivedAtMs: 0, keys, randomText: () => '*' },
  )
}

/** Names of the partition keys that it needs. */
export function keysOf(prefix: Prefix): readonly string[] {
  return prefix.flatMap((part) => (part.kind === 'key' ? [part.name] : []))
}

export function hasExpression(prefix: Prefix, kind?: Part['kind']): boolean {
  return prefix.some((part) => part.kind !== 'literal' && (kind ?? part.kind) === part.kind)
}

function toLiteral(text: string): Part {
  if (text.includes('!{')) {
    throw new Error(`"!{" of "${text}" does not begin an expression !{namespace:value}`)
  }
  return { kind: 'literal', text }
}

function toExpression(namespace: string, value: string): Part {
  const whole = `!{${namespace}:${value}}`
  if (namespace === 'timestamp') {
    formatTimestamp(value, 0)
    return { kind: 'timestamp', pattern: value }
  }
  if (namespace === 'partitionKeyFromQuery' && value !== '') return { kind: 'key', name: value }
  if (namespace === 'partitionKeyFromLambda') throw new Error(`${whole} is not modelled`)
  if (namespace === 'firehose' && value === 'random-string') return { kind: 'random' }
  if (namespace === 'firehose' && value === 'error-output-type') return { kind: 'error-type' }
  throw new Error(`${whole} is no expression of Firehose`)
}

function evaluatePart(
  part: Part,
  { arrivedAtMs, keys, errorType, randomText }: PrefixValues,
): string {
  switch (part.kind) {
    case 'literal':
      return part.text
    case 'timestamp':
      return formatTimestamp(part.pattern, arrivedAtMs)
    case 'key':
      return keys?.[part.name] ?? ''
    case 'random':
      return randomText()
    case 'error-type':
      return errorType ?? ''
  }
}
