/** Runs one suite in this process and hands its result to the parent. Argument: the suite's name. */
import { findSuite } from '../suites.ts'
import type { SuiteResult } from './table.ts'

const [name = ''] = process.argv.slice(2)
const begun = performance.now()
const tables = await (await findSuite(name)).run()
const result: SuiteResult = {
  suite: name,
  tables,
  peakBytes: process.resourceUsage().maxRSS * 1024,
  seconds: (performance.now() - begun) / 1_000,
}
// What was measured may keep connections open, as a function does.
process.send?.(result, () => process.exit())
