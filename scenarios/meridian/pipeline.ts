import type { QueueDepths } from '../../cli/up/queue-depths.ts'
import type { Faults } from '../../local/chaos/fault.ts'
import type { ReadLakeLine } from './read-sinks.ts'

/** What the sale runs on: a table, and what carries its changes to three sinks. */
export interface Pipeline extends AsyncDisposable {
  readonly region: string
  /** Full URLs. */
  readonly endpoints: Readonly<Record<'dynamodb' | 'opensearch' | 'redis', string>>
  readonly tableName: string
  /** Where a search finds the orders. */
  readonly searchIndex: string
  readonly lakeDir: string
  readonly readLakeLine: ReadLakeLine
  /** Under which the cache holds an item. */
  cacheKeyOf(id: string): string
  /** Reads an order as the shop's pages do: through the cache. */
  readonly shop: Shop
  /** How many records are parked. */
  countParked(): Promise<number>
  /** By name; none where there are no DLQs. */
  readDlqDepths(): Promise<QueueDepths>
  /** Each call of a function to OpenSearch takes so much longer; 0: as long as it takes. */
  slowSearch(delayMs: number): void
  /** Moves the time that the pipeline goes by. */
  jumpClock(ms: number): void
  /** Records of the stream that it is through with: delivered, parked or given up. */
  recordsDone(): number
  /** Those of them that it dropped, because the stream keeps no record longer. */
  recordsDropped(): number
  /** Settles with the reason when it cannot go on. */
  readonly failed: Promise<Error>
}

export interface Shop {
  /** @returns the order's mark as a page shows it; undefined when there is no such order. */
  read(key: { readonly pk: string; readonly sk: string }): Promise<string | undefined>
  close(): void
}

export interface StartOptions {
  /** Below it lie state and logs. */
  readonly stateDir: string
  readonly enginesDir: string
  readonly env: NodeJS.ProcessEnv
  readonly signal: AbortSignal
  readonly print: (line: string) => void
}

/** The fault by which OpenSearch is slow; none for 0. */
export function slowBy(delayMs: number): Faults {
  return delayMs > 0 ? { search: { delayMs } } : {}
}
