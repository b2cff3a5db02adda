import type { Table } from './table.ts'

/** One benchmark. Each runs in a process of its own, which ends with it. */
export interface Suite {
  /** A line for the list. */
  readonly summary: string
  /** @throws when what it needs cannot be started, or what it measures does something wrong. */
  run(): Promise<readonly Table[]>
}
