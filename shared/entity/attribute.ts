/**
 * The vocabulary of an entity's schema: one function per kind of DynamoDB attribute. Each is an
 * ordinary Valibot schema over decoded values, so it can be narrowed further with `v.pipe`, and it
 * carries its kind, from which pruning, masking and the search mapping are checked. Of its messages,
 * only those of this vocabulary are shown: a check that was added may quote the value.
 *
 * The DynamoDB type counts: text does not pass where a number is declared, even if it looks like
 * one, nor binary where text is, nor a set where a list is.
 */
import * as v from 'valibot'
import {
  Binary,
  BinarySet,
  ExactNumber,
  isNativeMap,
  NumberSet,
  TextSet,
} from '../attribute-value/native-value.ts'
import { toExpectation } from './expectation.ts'
import { isDateTime } from './is-date-time.ts'
import { asWord } from './predicate.ts'

export type AttributeKind =
  | 'text'
  | 'dateTime'
  | 'decimal'
  | 'integer'
  | 'flag'
  | 'binary'
  | 'textSet'
  | 'numberSet'
  | 'binarySet'
  | 'list'
  | 'map'
  | 'anything'

/** A schema of one attribute that knows which kind it is. */
export type Attribute<
  Kind extends AttributeKind = AttributeKind,
  Value = unknown,
> = v.GenericSchema<Value> & { readonly kindOf: Kind }

/** The attributes of an item or of a map, by name. */
export type AttributeEntries = { readonly [name: string]: Attribute }

export type ListAttribute<Element extends Attribute = Attribute> = Attribute<'list'> & {
  readonly element: Element
}

export type MapAttribute<Entries extends AttributeEntries = AttributeEntries> = Attribute<'map'> & {
  readonly attributes: Entries
}

export type OptionalAttribute<Wrapped extends Attribute = Attribute> = Attribute<
  Wrapped['kindOf']
> & { readonly wrapped: Wrapped }

/** The schema of an entity's items. */
export type ItemSchema<Entries extends AttributeEntries = AttributeEntries> = Omit<
  v.ObjectSchema<v.ObjectEntries, undefined>,
  'entries'
> & { readonly entries: Entries }

/** A whole item: the schema of an entity. */
export const item = <Entries extends AttributeEntries>(entries: Entries): ItemSchema<Entries> =>
  asWord(v.object(entries) as v.ObjectSchema<Entries & v.ObjectEntries, undefined>)

/** S, if wished of a pattern, which must match the whole text: `text(/[A-Z]{3}/)`. */
export const text = (pattern?: RegExp) => {
  const whole =
    pattern && new RegExp(`^(?:${pattern.source})$`, pattern.flags.replace(/[gmy]/g, ''))
  const isText = (value: unknown) =>
    typeof value === 'string' && (whole === undefined || whole.test(value))
  return of(
    'text',
    v.custom<string>(isText, toExpectation(pattern ? `text like ${pattern.source}` : 'text')),
  )
}

/** S, one of the values named. */
export const oneOf = <const Values extends readonly string[]>(...values: Values) =>
  of('text', v.picklist(values, toExpectation(`one of ${values.join(', ')}`)))

/** S, an RFC 3339 date and time with its offset, such as `2026-11-21T07:26:36Z`. */
export const dateTime = () =>
  of('dateTime', v.custom<string>(isDateTime, toExpectation('an RFC 3339 date and time')))

/** N, any: a double where that loses nothing, else its exact digits. */
export const decimal = () =>
  of(
    'decimal',
    v.custom<number | ExactNumber>(
      (value) => typeof value === 'number' || value instanceof ExactNumber,
      toExpectation('a number'),
    ),
  )

/** N without a fraction, of any size. */
export const integer = () =>
  of('integer', v.custom<number | ExactNumber>(isWhole, toExpectation('a whole number')))

/** BOOL. */
export const flag = () => of('flag', v.boolean(toExpectation('true or false')))

/** B. */
export const binary = () => of('binary', v.instance(Binary, toExpectation('binary')))

/** SS. */
export const textSet = () => of('textSet', v.instance(TextSet, toExpectation('a set of text')))

/** NS. */
export const numberSet = () =>
  of('numberSet', v.instance(NumberSet, toExpectation('a set of numbers')))

/** BS. */
export const binarySet = () =>
  of('binarySet', v.instance(BinarySet, toExpectation('a set of binary')))

/** L, whose elements are all alike. */
export const list = <Element extends Attribute>(element: Element): ListAttribute<Element> =>
  Object.assign(of('list', v.array(element, toExpectation('a list'))), { element })

/** M with these attributes; others in it are undeclared. */
export const map = <Entries extends AttributeEntries>(
  attributes: Entries,
): MapAttribute<Entries> => {
  const members: v.GenericSchema<unknown> = v.object(attributes)
  const schema = v.pipe(v.unknown(), v.check(isNativeMap, toExpectation('a map')), members)
  return Object.assign(of('map', schema), { attributes })
}

/** Any type, kept whole and unchecked: nothing inside it is pruned or masked. */
export const anything = () =>
  of(
    'anything',
    v.custom<unknown>((value) => value !== undefined),
  )

/** May be absent. */
export const optional = <Wrapped extends Attribute>(wrapped: Wrapped) =>
  of<Wrapped['kindOf'], v.OptionalSchema<Wrapped, undefined>>(wrapped.kindOf, v.optional(wrapped))

function of<Kind extends AttributeKind, Schema extends v.GenericSchema>(
  kindOf: Kind,
  schema: Schema,
): Schema & { readonly kindOf: Kind } {
  return asWord(Object.assign(schema, { kindOf }))
}

function isWhole(value: unknown): boolean {
  if (value instanceof ExactNumber) return !value.digits.includes('.')
  return Number.isInteger(value)
}
