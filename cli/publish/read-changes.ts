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
    return values.map((value, place) => toChange(value, `Element ${place + 1}`))
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
  if (typeof value !== 'object' || value === null || value instanceof NumberText) {
    throw new InputError(`${where} is no object: an item or an action is one.`)
  }
  const fields = value as Record<string, unknown>
  if (fields.action === undefined) return { action: 'put', item: toAttributeMap(value) }

  const { action, customerId, orderId, status } = fields
  if (typeof customerId !== 'string' || typeof orderId !== 'string') {
    throw new InputError(`${where}: an action needs customerId and orderId as text.`)
  }
  const order = { customerId, orderId }
  if (action === 'delete') return { action, order }
  if (action === 'status') return { action, order, status: requireStatus(status, where) }
  throw new InputError(`${where}: action is "${String(action)}", and can be status or delete.`)
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
