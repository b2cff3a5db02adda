/**
 * One field of an OpenSearch mapping, in OpenSearch's own words.
 * https://docs.opensearch.org/latest/field-types/supported-field-types/index/
 */
export type SearchProperty = SearchField | SearchObject | StoredOnly

export interface SearchField {
  readonly type: 'keyword' | 'text' | 'date' | 'boolean' | 'double' | 'long' | 'scaled_float'
  readonly [parameter: string]: unknown
}

/** `nested` where the elements of a list are to be searched one by one, else `object`. */
export interface SearchObject {
  readonly type?: 'object' | 'nested'
  readonly properties: Readonly<Record<string, SearchProperty>>
  readonly [parameter: string]: unknown
}

/** Kept in the document and not searchable: for an attribute of any shape. */
export interface StoredOnly {
  readonly type: 'object'
  readonly enabled: false
}

/**
 * For values that are compared whole: ids, states, codes. Text longer than Lucene takes as one
 * term (32,766 bytes) is kept in the document and not searchable, where the index would refuse it.
 */
export const keyword = { type: 'keyword', ignore_above: 8191 } as const satisfies SearchField

/** For words that people search; `<name>.keyword` compares the whole text, sorts and counts. */
export const fullText = { type: 'text', fields: { keyword } } as const satisfies SearchField

/**
 * For whole numbers, exact up to 64 bits. One beyond, which DynamoDB holds and a `long` would refuse,
 * is kept in the document and not indexed; `exactDecimal` finds it.
 */
export const wholeNumber = {
  type: 'long',
  ignore_malformed: true,
} as const satisfies SearchField

/**
 * For numbers that count to the last digit, such as amounts. `<name>` compares, sorts and sums as a
 * double: numbers that differ beyond its 15 to 17 digits are one to it. `<name>.exact` compares
 * every digit, as text spelled like the document has it: `129.9`, never `129.90`. The document
 * itself always keeps every digit.
 */
export const exactDecimal = {
  type: 'double',
  fields: { exact: keyword },
} as const satisfies SearchField

/** For an attribute of any shape, and for what nobody searches: nothing in it can be refused. */
export const storedOnly = { type: 'object', enabled: false } as const satisfies StoredOnly
