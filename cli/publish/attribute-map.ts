import type { AttributeValue } from '@aws-sdk/client-dynamodb'

/** A number as it was written, so that a 38-digit one reaches the table whole. */
export class NumberText {
  readonly digits: string
  constructor(digits: string) {
    this.digits = digits
  }
}

/** Parses JSON and keeps every number's own digits. */
export function parseJsonKeepingDigits(text: string): unknown {
  return JSON.parse(text, (_name, value: unknown, context?: { source?: string }) =>
    typeof value === 'number' && context?.source !== undefined
      ? new NumberText(context.source)
      : value,
  )
}

/** JSON as DynamoDB's typed form: text, numbers, booleans, null, lists and maps. */
export function toAttributeMap(item: object): Record<string, AttributeValue> {
  return Object.fromEntries(
    Object.entries(item)
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => [name, toAttributeValue(value)]),
  )
}

function toAttributeValue(value: unknown): AttributeValue {
  if (value === null) return { NULL: true }
  if (typeof value === 'string') return { S: value }
  if (typeof value === 'boolean') return { BOOL: value }
  if (typeof value === 'number') return { N: String(value) }
  if (value instanceof NumberText) return { N: value.digits }
  if (Array.isArray(value)) return { L: value.map(toAttributeValue) }
  return { M: toAttributeMap(value as object) }
}
