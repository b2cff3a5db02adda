/** A mapping in OpenSearch's own words. */
export interface IndexMapping {
  readonly dynamic?: boolean | string
  readonly _meta?: unknown
  readonly properties?: Readonly<Record<string, object>>
}

export interface IndexSettings {
  /** Only of new indexes. */
  readonly number_of_shards?: number
  readonly number_of_replicas?: number
}

export interface IndexAlias {
  readonly filter?: unknown
  readonly is_write_index?: boolean
}

/** A new index, or the template for one. */
export interface IndexBody {
  readonly settings: IndexSettings
  readonly mappings: IndexMapping
  readonly aliases?: Readonly<Record<string, IndexAlias>>
}

export interface ConcreteIndex {
  readonly name: string
  readonly mapping: IndexMapping
}

/**
 * Makes and changes indexes. Every method rejects with a RetryableError when the engine cannot be
 * asked or is busy, and with a PipelineError `index.refused`, which says why in the engine's words,
 * when it refuses.
 */
export interface IndexAdmin {
  /** The concrete indexes behind an alias or a name; empty when there is none. */
  readIndexes(aliasOrName: string): Promise<readonly ConcreteIndex[]>
  /** Settings and mapping of indexes to come whose name fits the pattern. */
  putTemplate(name: string, pattern: string, body: IndexBody): Promise<void>
  createIndex(name: string, body: IndexBody): Promise<void>
  /** Adds fields and changes what can be changed in place; what it does not name stays. */
  putMapping(index: string, mapping: IndexMapping): Promise<void>
  putSettings(index: string, settings: IndexSettings): Promise<void>
  /** Adds the alias to the index, or changes it there. */
  putAlias(index: string, alias: string, options: IndexAlias): Promise<void>
}
