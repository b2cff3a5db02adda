/**
 * The compile-time half of `defineEntity`: which attribute paths exist, how each may be treated,
 * and what the search mapping must name, all read off the schema's type.
 */
import type { AttributeEntries, ItemSchema } from './attribute.ts'
import type { FanOut, ListKind } from './fan-out.ts'
import type { LakeColumn, LakeTypeOf } from './lake-column.ts'
import type { SearchField, StoredOnly } from './search-property.ts'
import type { TableKeys } from './table-keys.ts'

/** What a user writes. `defineEntity` says what of it only shows at run time. */
export interface TypedDefinition<
  Table extends TableKeys,
  Entries extends AttributeEntries,
  State extends string,
  Personal,
> {
  readonly name: string
  readonly table: Table
  readonly key: { readonly [Name in KeyNames<Table>]: string }
  readonly schema: ItemSchema<Entries>
  readonly state?: State & TextNames<Entries>
  readonly personalData: Personal &
    NoInfer<TreatmentsOf<Entries, KeyNames<Table> | State>> & {
      readonly [Path in Exclude<
        keyof Personal,
        Exclude<PathsOf<Entries>, KeyNames<Table> | State>
      >]: never
    }
  readonly search: {
    readonly index: string
    readonly properties: NoInfer<PropertiesOf<Entries, '', DroppedPaths<Personal>>>
  }
  readonly lake?: {
    readonly columns: Readonly<Record<string, NoInfer<ColumnsOf<Entries, '', Personal>>>>
  }
  readonly cache?: {
    readonly fanOut: Readonly<Record<string, FanOut<NoInfer<ListNames<Entries, Personal>>>>>
  }
}

type KeyNames<Table extends TableKeys> =
  | Table['partitionKey']['name']
  | (Table extends { sortKey: { name: infer Name extends string } } ? Name : never)

type Unwrapped<A> = A extends { wrapped: infer Wrapped } ? Unwrapped<Wrapped> : A

type KindOf<A> = A extends { kindOf: infer Kind } ? Kind : never

type TextNames<Entries> = {
  [Name in keyof Entries & string]: KindOf<Entries[Name]> extends 'text' ? Name : never
}[keyof Entries & string]

/** Every declared attribute at any depth, as a pair of its path and its kind. */
type PlacesOf<Entries, Prefix extends string = ''> = {
  [Name in keyof Entries & string]:
    | [`${Prefix}${Name}`, KindOf<Entries[Name]>]
    | PlacesBelow<Unwrapped<Entries[Name]>, `${Prefix}${Name}`>
}[keyof Entries & string]

type PlacesBelow<A, Path extends string> = A extends { attributes: infer Attributes }
  ? PlacesOf<Attributes, `${Path}.`>
  : A extends { element: infer Element }
    ? PlacesBelow<Unwrapped<Element>, Path>
    : never

type PathsOf<Entries> = PlacesOf<Entries>[0]

type TreatmentsOf<Entries, Untouchable> = {
  readonly [Place in PlacesOf<Entries> as Exclude<Place[0], Untouchable>]?: TreatmentFor<Place[1]>
}

type TreatmentFor<Kind> = Kind extends 'text'
  ? 'drop' | 'mask' | 'token'
  : Kind extends 'dateTime' | 'decimal' | 'integer' | 'binary'
    ? 'drop' | 'token'
    : 'drop'

type DroppedPaths<Personal> = {
  [Path in keyof Personal]: Personal[Path] extends 'drop' ? Path : never
}[keyof Personal]

/** The mapping of all declared attributes that are not dropped. */
type PropertiesOf<Entries, Prefix extends string, Dropped> = {
  readonly [Name in keyof Entries & string as `${Prefix}${Name}` extends Dropped
    ? never
    : Name]: PropertyOf<Unwrapped<Entries[Name]>, `${Prefix}${Name}`, Dropped>
}

type PropertyOf<A, Path extends string, Dropped> = A extends { attributes: infer Attributes }
  ? {
      readonly type?: 'object' | 'nested'
      readonly properties: PropertiesOf<Attributes, `${Path}.`, Dropped>
      readonly [parameter: string]: unknown
    }
  : A extends { element: infer Element }
    ? PropertyOf<Unwrapped<Element>, Path, Dropped>
    : KindOf<A> extends 'anything'
      ? StoredOnly
      : SearchField | StoredOnly

/** The lake columns that there can be: one value each, so nothing in a list and nothing dropped. */
type ColumnsOf<Entries, Prefix extends string, Personal> = {
  [Name in keyof Entries & string]: ColumnOf<Unwrapped<Entries[Name]>, `${Prefix}${Name}`, Personal>
}[keyof Entries & string]

type ColumnOf<A, Path extends string, Personal> =
  Path extends DroppedPaths<Personal>
    ? never
    : A extends { attributes: infer Attributes }
      ? ColumnsOf<Attributes, `${Path}.`, Personal>
      : LakeColumn<Path, Path extends keyof Personal ? 'string' : LakeTypeOf<KindOf<A>>>

/** The attributes that a cached list can be of: one value each, on top of the item, and as they are. */
type ListNames<Entries, Personal> = {
  [Name in keyof Entries & string]: KindOf<Entries[Name]> extends ListKind
    ? Name extends keyof Personal
      ? never
      : Name
    : never
}[keyof Entries & string]
