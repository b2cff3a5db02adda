/**
 * One field of an OpenSearch mapping, in OpenSearch's own words.
 * https://docs.opensearch.org/latest/field-types/supported-field-types/index/
 */
export type SearchProperty =
  | {
      readonly type: 'keyword' | 'text' | 'date' | 'boolean' | 'double' | 'long' | 'scaled_float'
      readonly [parameter: string]: unknown
    }
  | {
      readonly type?: 'object' | 'nested'
      readonly properties: Readonly<Record<string, SearchProperty>>
      readonly [parameter: string]: unknown
    }
