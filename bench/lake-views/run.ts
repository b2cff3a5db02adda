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
import { CHANGES, DAYS } from './write-lake.ts'

const ROUNDS = 5
const MIB = 2 ** 20
/** `current` does not read them. */
const UNREAD = ['before', 'type', 'expired', 'changed']

const columns = ['entity', ...tableColumns(definitions).map(({ name }) => name)]
  .filter((name) => !UNREAD.includes(name))
  .map(quote)
const over = (of: (column: string) => string) => columns.map(of).join(', ')

const steps: Readonly<Record<string, string>> = {
  'reading the columns': `SELECT ${over((column) => `count(${column})`)} FROM records`,
  'reading their text': `SELECT ${over((column) => `max(length(${column}))`)} FROM records`,
  current: sumsOf('current'),
  changes: sumsOf('changes'),
  'changes of a day': `${sumsOf('changes')} WHERE dt = '2026-11-15'`,
}

const folder = mkdtempSync(join(tmpdir(), 'tailrace-bench-lake-'))
try {
  // In a process of its own, whose memory is not measured.
  execFileSync(process.execPath, [join(import.meta.dirname, 'write-lake.ts'), folder])
  const lake = await openDuckDbLake(await listLakeObjects(folder), definitions)
  await measure(lake)
  for (const name of ['current', 'changes', 'changes of a day']) {
    console.log(`${name}: ${await filesRead(lake, steps[name] ?? '')} objects read`)
  }
  lake.close()
} finally {
  rmSync(folder, { recursive: true })
}

async function measure(lake: DuckDbLake): Promise<void> {
  const seconds = new Map(Object.keys(steps).map((name) => [name, [] as number[]]))
  const memory = new Map<string, number>()
  for (let round = 0; round <= ROUNDS; round += 1) {
    for (const [name, sql] of Object.entries(steps)) {
      const before = process.cpuUsage()
      await lake.query(sql)
      const { user, system } = process.cpuUsage(before)
      if (round > 0) seconds.get(name)?.push((user + system) / 1e6)
      memory.set(name, Math.max(memory.get(name) ?? 0, process.memoryUsage.rss() / MIB))
    }
  }
  const [read = Number.NaN, text = Number.NaN] = [...seconds.values()].map(median)
  console.log(`${CHANGES} changes of ${DAYS} days, median of ${ROUNDS} rounds`)
  console.log(`${'CPU s'.padStart(40)}  of reading  of its text  MiB`)
  for (const [name, all] of seconds) {
    const cells = [median(all).toFixed(2), median(all) / read, median(all) / text]
    const [cpu, ofRead, ofText] = cells.map((cell) =>
      typeof cell === 'number' ? cell.toFixed(2) : cell,
    )
    const mib = memory.get(name)?.toFixed(0)
    console.log(
      `${name.padEnd(32)}${cpu?.padStart(8)}  ${ofRead?.padStart(10)}  ${ofText?.padStart(11)}  ${mib}`,
    )
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

async function filesRead(lake: DuckDbLake, sql: string): Promise<string | undefined> {
  const { rows } = await lake.query(`EXPLAIN ANALYZE ${sql}`)
  return /Total Files Read: (\d+)/.exec(JSON.stringify(rows))?.[1]
}

function median(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? Number.NaN
}
