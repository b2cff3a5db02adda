import { table } from '../../entities/table.ts'
import { InputError } from '../command.ts'
import { NumberText, parseJsonKeepingDigits, toAttributeMap } from './attribute-map.ts'
import { ORDER_STATUSES, type OrderAction, type OrderStatus } from './order-action.ts'
import type { OrderWriter } from './order-writer.ts'

/** One change to write: an action on an order, or an item that is written as it stands. */
export type Change =
  | OrderAction
  | { readonly action: 'put'; readonly item: Parameters<OrderWriter['put']>[0] }

/**
 * Reads changes from JSON (one object or an array) or from lines of JSON.
 *
 * An object with `action` (`status`, `delete`) names an order by `customerId` and `orderId`; any
 * other object is an item, written as it is with every digit of its numbers.
 *
 * @throws InputError naming the line and what is wrong with it.
 */
export function readChanges(text: string): Change[] {
  const whole = tryParse(text)
  if (whole !== undefined) {
    const values = Array.isArray(whole) ? whole : [whole]
    const where = (place: number) => (Array.isArray(whole) ? `Element ${place + 1}` : 'The object')
    return values.map((value, place) => toChange(value, where(place)))
  }
  return text
    .split('\n')
    .map((line, place) => ({ line: line.trim(), where: `Line ${place + 1}` }))
    .filter(({ line }) => line !== '')
    .map(({ line, where }) => {
      const value = tryParse(line)
      if (value === undefined) throw new InputError(`${where} is not JSON.`)
      return toChange(value, where)
    })
}

function toChange(value: unknown, where: string): Change {
  if (!isPlainObject(value)) {
    throw new InputError(`${where} is no object: an item or an action is one.`)
  }
  const fields = value
  if (fields.action === undefined) {
    requireKey(fields, where)
    return { action: 'put', item: toAttributeMap(value) }
  }

  const { action, customerId, orderId, status } = fields
  if (typeof customerId !== 'string' || typeof orderId !== 'string') {
    throw new InputError(`${where}: an action needs customerId and orderId as text.`)
  }
  const order = { customerId, orderId }
  if (action === 'delete') return { action, order }
  if (action === 'status') return { action, order, status: requireStatus(status, where) }
  throw new InputError(`${where}: action is "${String(action)}", and can be status or delete.`)
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    !(value instanceof NumberText)
  )
}

/** Checked before the first write, so that a file is not half written. */
function requireKey(item: Record<string, unknown>, where: string): void {
  for (const { name, type } of [table.partitionKey, table.sortKey]) {
    const value = item[name]
    if (type === 'S' && (typeof value !== 'string' || value === '')) {
      throw new InputError(`${where}: the item's key attribute ${name} is missing or no text.`)
    }
  }
}

export function requireStatus(status: unknown, where: string): OrderStatus {
  const known = ORDER_STATUSES.find((candidate) => candidate === status)
  if (known) return known
  throw new InputError(
    `${where}: status is "${String(status)}", and can be ${ORDER_STATUSES.join(', ')}.`,
  )
}

function tryParse(text: string): unknown {
  try {
    return parseJsonKeepingDigits(text)
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}
