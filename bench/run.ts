/**
 * `npm run bench [suite ...]`: measures beside baselines in the same run, and prints tables.
 *
 * Exit code 0 when everything was measured, whatever the figures are; 1 when a suite failed; 2 when
 * what was asked for does not exist.
 */
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { checkoutOf } from './harness/checkout-of.ts'
import { compare, printComparison } from './harness/compare.ts'
import { inOwnProcess } from './harness/in-own-process.ts'
import { printResult } from './harness/print-result.ts'
import type { SuiteResult } from './harness/table.ts'
import { findSuite, SUITE_NAMES } from './suites.ts'

const ROOT = join(import.meta.dirname, '..')
/** Runs of each commit, in turns. */
const PAIRS = 3
const USAGE = `npm run bench [-- suite ...] [-- options]

Measures each suite in a process of its own, beside baselines in the same run. Quiet machines give
better figures; ratios hold on others too.

  --list            the suites
  --json FILE       writes every figure of every round
  --against REF     compares with another commit, in turns, ${PAIRS} times each
`
const OPTIONS = {
  list: { type: 'boolean' },
  json: { type: 'string' },
  against: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const

process.exitCode = await main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error)
  return 1
})

async function main(argv: readonly string[]): Promise<number> {
  const asked = parseOr(argv)
  if (typeof asked === 'string') return refuse(asked)
  const { values, positionals } = asked
  if (values.help) return tell(USAGE)
  if (values.list) return tell(await listSuites())
  const unknown = positionals.filter((name) => !SUITE_NAMES.includes(name))
  if (unknown.length > 0) {
    return refuse(`There is no suite ${unknown.join(', ')}: there are ${SUITE_NAMES.join(', ')}.`)
  }
  const suites = positionals.length > 0 ? positionals : SUITE_NAMES
  const results = values.against
    ? await runAgainst(values.against, suites)
    : await runAll(ROOT, suites, (result) => console.log(printResult(result)))
  if (values.json) await writeFile(values.json, `${JSON.stringify(results, undefined, 2)}\n`)
  return 0
}

async function runAll(
  root: string,
  suites: readonly string[],
  onResult: (result: SuiteResult) => void,
): Promise<readonly SuiteResult[]> {
  const results: SuiteResult[] = []
  for (const suite of suites) {
    const result = await inOwnProcess(root, suite)
    results.push(result)
    onResult(result)
  }
  return results
}

async function runAgainst(ref: string, suites: readonly string[]): Promise<readonly SuiteResult[]> {
  await using other = await checkoutOf(ROOT, ref)
  const here: SuiteResult[] = []
  const there: SuiteResult[] = []
  for (let pair = 1; pair <= PAIRS; pair += 1) {
    console.log(`Run ${pair} of ${PAIRS}`)
    here.push(...(await runAll(ROOT, suites, tellDone('here'))))
    there.push(...(await runAll(other.root, suites, tellDone(ref))))
  }
  console.log(`\n${printComparison(compare(here, there), ref)}`)
  return here
}

function tellDone(where: string): (result: SuiteResult) => void {
  return ({ suite, seconds }) => console.log(`  ${suite}, ${where}: ${seconds.toFixed(0)} s`)
}

async function listSuites(): Promise<string> {
  const summaries = SUITE_NAMES.map(async (name) => {
    const { summary } = await findSuite(name)
    return `${name.padEnd(20)}${summary}`
  })
  return (await Promise.all(summaries)).join('\n')
}

function parseOr(argv: readonly string[]) {
  try {
    return parseArgs({ args: [...argv], options: OPTIONS, allowPositionals: true })
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

function tell(text: string): number {
  console.log(text)
  return 0
}

function refuse(reason: string): number {
  console.error(`${reason}\n\n${USAGE}`)
  return 2
}
