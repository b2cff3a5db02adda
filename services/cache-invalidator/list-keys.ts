import { toCanonicalDecimal } from '../../shared/attribute-value/decimal.ts'
import { type CacheKey, cacheKey } from '../../shared/cache/cache-key.ts'
import type { ChangeEvent, Image, Json } from '../../shared/change-event/change-event.ts'
import { listPlaces } from '../../shared/entity/attribute-place.ts'
import type { EntityDefinition } from '../../shared/entity/entity-definition.ts'
import { listKeyAttributes } from '../../shared/entity/table-keys.ts'

/** A declared list, ready to make keys of. */
export interface PlannedList {
  readonly kind: string
  readonly by: readonly string[]
  /** Whether each part is a number, which has one spelling. */
  readonly isNumber: readonly boolean[]
  /** Made of key attributes alone, which every change carries. */
  readonly isOfKey: boolean
  readonly closedMs: number
}

export function planLists({ cache, schema, table }: EntityDefinition): readonly PlannedList[] {
  const kinds = new Map(listPlaces(schema.entries).map(({ path, kind }) => [path, kind]))
  const keys = listKeyAttributes(table).map(({ name }) => name)
  return Object.entries(cache?.fanOut ?? {}).map(([kind, { by, closedSeconds = 0 }]) => ({
    kind,
    by,
    isNumber: by.map((name) => ['decimal', 'integer'].includes(kinds.get(name) ?? '')),
    isOfKey: by.every((name) => keys.includes(name)),
    closedMs: closedSeconds * 1_000,
  }))
}

export interface ListKeys {
  /** Each with how long the list stays closed, ms. */
  readonly keys: ReadonlyMap<CacheKey, number>
  /** False when the change lacks an image, and a list is made of more than the key: there may be others. */
  readonly isWhole: boolean
}

/** The lists that a change touches: those its item was in before, and those it is in after. */
export function toListKeys(event: ChangeEvent, lists: readonly PlannedList[]): ListKeys {
  const keys = new Map<CacheKey, number>()
  for (const list of lists) {
    const images = list.isOfKey ? [event.key] : [event.before, event.after]
    for (const image of images) {
      const parts = image === null ? undefined : toParts(image, list)
      if (parts !== undefined) keys.set(cacheKey(list.kind, ...parts), list.closedMs)
    }
  }
  return { keys, isWhole: hasItsImages(event) || lists.every(({ isOfKey }) => isOfKey) }
}

/** Whatever the reason: parked, unreadable, left out or kept elsewhere. */
function hasItsImages({ op, before, after }: ChangeEvent): boolean {
  const lacksBefore = before === null && (op === 'modify' || op === 'remove')
  return !lacksBefore && (after !== null || op === 'remove')
}

/** Undefined when a value is absent: the item is in no such list. */
function toParts(image: Image, { by, isNumber }: PlannedList): readonly string[] | undefined {
  const parts = by.map((name, place) =>
    Object.hasOwn(image, name) ? toText(image[name], isNumber[place] === true) : undefined,
  )
  return parts.every((part) => part !== undefined) ? parts : undefined
}

function toText(value: Json | undefined, isNumber: boolean): string | undefined {
  if (value === undefined || value === null || typeof value === 'object') return undefined
  const text = String(value)
  return isNumber ? (toCanonicalDecimal(text) ?? text) : text
}
