/**
 * The entity definition: everything Tailrace needs to know of one kind of item, in one typed
 * declaration. Everything else is derived from it: the pipeline, the index, the table.
 */
import type { ItemSchema } from './attribute.ts'
import type { FanOut } from './fan-out.ts'
import type { LakeColumn } from './lake-column.ts'
import type { SearchProperty } from './search-property.ts'
import type { TableKeys } from './table-keys.ts'

/**
 * What happens to an attribute that is personal data before anything leaves the enrichment:
 * `drop` removes it; `mask` keeps the first two code points and puts `*` for each other;
 * `token` replaces it by a keyed hash, so equal values stay equal.
 */
export type PersonalDataTreatment = 'drop' | 'mask' | 'token'

export interface EntityDefinition {
  /** Lower-case words joined by `-`; the first part of every event type of this entity. */
  readonly name: string
  readonly table: TableKeys
  /**
   * Which items of the table are of this entity: one pattern per key attribute, where `*` stands
   * for any text. An item that matches no entity's pattern is left out and counted.
   */
  readonly key: Readonly<Record<string, string>>
  /** The declared attributes. What it does not name is dropped, at any depth. */
  readonly schema: ItemSchema
  /** The attribute whose changes are announced as `transition`. */
  readonly state?: string
  /** Treatment by attribute path; a path through a list names the elements' attribute (`items.name`). */
  readonly personalData: Readonly<Record<string, PersonalDataTreatment>>
  readonly search: {
    /** Alias that people search; `<index>-write` and `<index>-000001` are derived from it. */
    readonly index: string
    /** How each declared attribute that is not dropped is indexed, at every depth. */
    readonly properties: Readonly<Record<string, SearchProperty>>
  }
  readonly lake?: {
    /** Columns of the lake's table and views beside the change's own, by lower-case name. */
    readonly columns: Readonly<Record<string, LakeColumn>>
  }
  readonly cache?: {
    /** Cached lists that a change of an item of this entity invalidates, beside the item itself, by kind. */
    readonly fanOut: Readonly<Record<string, FanOut>>
  }
}
