/**
 * What the view `current` costs beside reading the same columns of the same objects and doing nothing
 * with them: CPU of DuckDB over a million changes of 30 days, in turns in the same run; how many
 * objects a query reads with and without a day; and the memory of it.
 *
 * By CPU, not by the clock, so that what else the machine does counts less. Two baselines: reading
 * alone, and reading every character of it.
 */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type DuckDbLake, openDuckDbLake } from '../../cli/lake/duckdb-lake.ts'
import { definitions } from '../../entities/index.ts'
import { listLakeObjects } from '../../local/agreement/list-lake-objects.ts'
import { tableColumns } from '../../shared/lake/lake-table.ts'
import { quote } from '../../shared/lake/view-column.ts'
import { measureInTurns } from '../harness/measure-in-turns.ts'
import type { Suite } from '../harness/suite.ts'
import type { Table } from '../harness/table.ts'
import { CHANGES, DAYS } from './write-lake.ts'

const ROUNDS = { rounds: 3, warmRounds: 1 }
const READING = 'reading the columns'
const CURRENT = 'current'
const CHANGES_VIEW = 'changes'
const ONE_DAY = 'changes of a day'
const GOAL = 2.2
/** `current` does not read them. */
const UNREAD = ['before', 'type', 'expired', 'changed']

const columns = ['entity', ...tableColumns(definitions).map(({ name }) => name)]
  .filter((name) => !UNREAD.includes(name))
  .map(quote)
const over = (of: (column: string) => string) => columns.map(of).join(', ')

const QUERIES: Readonly<Record<string, string>> = {
  [READING]: `SELECT ${over((column) => `count(${column})`)} FROM records`,
  'reading their text': `SELECT ${over((column) => `max(length(${column}))`)} FROM records`,
  [CURRENT]: sumsOf('current'),
  [CHANGES_VIEW]: sumsOf('changes'),
  [ONE_DAY]: `${sumsOf('changes')} WHERE dt = '2026-11-15'`,
}

export const suite: Suite = {
  summary: 'the views `changes` and `current` of the lake in DuckDB, beside reading their columns',
  async run() {
    const folder = mkdtempSync(join(tmpdir(), 'tailrace-bench-lake-'))
    try {
      // In a process of its own, whose memory is not measured.
      execFileSync(process.execPath, [join(import.meta.dirname, 'write-lake.ts'), folder])
      const lake = await openDuckDbLake(await listLakeObjects(folder), definitions)
      try {
        return [await measureQueries(lake), await countObjects(lake)]
      } finally {
        lake.close()
      }
    } finally {
      rmSync(folder, { recursive: true })
    }
  },
}

async function measureQueries(lake: DuckDbLake): Promise<Table> {
  const steps = Object.entries(QUERIES).map(([name, sql]) => [name, { run: () => lake.query(sql) }])
  const measured = await measureInTurns<string>(Object.fromEntries(steps), ROUNDS)
  return {
    title: `${CHANGES.toLocaleString('en')} changes of ${DAYS} days`,
    unit: 's of CPU a query',
    better: 'lower',
    rows: Object.entries(measured).map(([name, { cpuMs }]) => ({
      name,
      values: cpuMs.map((ms) => ms / 1_000),
      ...(name !== READING && { against: READING }),
      ...(name === CURRENT && { goal: GOAL }),
    })),
  }
}

/** A query with a day reads that day's objects alone. */
async function countObjects(lake: DuckDbLake): Promise<Table> {
  const counts = [CURRENT, CHANGES_VIEW, ONE_DAY].map(async (name) => ({
    name,
    values: [await filesRead(lake, QUERIES[name] ?? '')],
  }))
  return {
    title: 'Objects read',
    unit: 'objects',
    better: 'lower',
    rows: await Promise.all(counts),
  }
}

/** A query that needs every column of a view, and answers one row. */
function sumsOf(view: string): string {
  const sums = [
    'count(*)',
    'max(length(after))',
    'sum(total)',
    'max(created_at)',
    'max(updated_at)',
  ]
  const others = [
    'entity',
    'id',
    'stream',
    'seq',
    'op',
    'event_id',
    'time',
    'order_id',
    'customer_id',
  ]
  const more = ['status', 'currency', 'city', 'country', 'expires_at']
  return `SELECT ${[...sums, ...[...others, ...more].map((name) => `max(${name})`)].join(', ')} FROM ${view}`
}

async function filesRead(lake: DuckDbLake, sql: string): Promise<number> {
  const { rows } = await lake.query(`EXPLAIN ANALYZE ${sql}`)
  return Number(/Total Files Read: (\d+)/.exec(JSON.stringify(rows))?.[1])
}
