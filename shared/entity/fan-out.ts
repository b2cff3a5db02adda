import type { AttributeKind } from './attribute.ts'

/** Kinds of attribute whose values a list's key can be made of: each has one text. */
export const LIST_KINDS = [
  'text',
  'dateTime',
  'decimal',
  'integer',
  'flag',
  'binary',
] as const satisfies readonly AttributeKind[]

export type ListKind = (typeof LIST_KINDS)[number]

/** The longest that a list may stay closed: longer than any index of a table lags behind it. */
export const CLOSED_SECONDS_MAX = 3_600

/**
 * A cached list, or whatever else an application makes of several items, and caches under
 * `cacheKey(<kind>, <texts of by>)`.
 *
 * A change invalidates it by the attributes' values before and after: both lists, where an item moves
 * from one to another. Where a value is absent the item is in no such list.
 */
export interface FanOut<Name extends string = string> {
  /**
   * Attributes that say which list an item is in, in the order of the key's parts. Key attributes
   * alone are known of every change; others are unknown while an image cannot be read.
   */
  readonly by: readonly Name[]
  /**
   * For a list that the application reads from a global secondary index, which follows the table with
   * a delay: for so long after an invalidation the list is not filled, whole seconds. Default 0.
   */
  readonly closedSeconds?: number
}
