/**
 * What a hundred rules cost for one event of 3 KB, beside one JSON.parse of that event: CPU of both
 * in the same process, in turns, so that a slow machine slows both.
 */
import { compilePattern } from '../../local/event-pattern/index.ts'
import { anEvent } from './an-event.ts'
import { somePatterns } from './some-patterns.ts'

const RULES = 100
const EVENTS = 2_000
const WARM_UP = 3
const ROUNDS = 15

const event = anEvent()
const text = JSON.stringify(event)
const rules = somePatterns(RULES).map((pattern) => compilePattern(pattern))
const matched = rules.filter((matches) => matches(event)).length

const rounds = Array.from({ length: WARM_UP + ROUNDS }, () => {
  const parse = cpuOf(() => JSON.parse(text))
  const match = cpuOf(() => rules.filter((matches) => matches(event)))
  return { parse, match, ratio: match / parse }
}).slice(WARM_UP)

console.log(`${RULES} rules, ${matched} of which match an event of ${text.length} characters`)
console.log('CPU per event           min   median      max')
print('one JSON.parse, us', 'parse')
print('all rules, us', 'match')
print('rules / JSON.parse', 'ratio')

function cpuOf(work: () => unknown): number {
  const before = process.cpuUsage()
  for (let count = 0; count < EVENTS; count += 1) work()
  const { user, system } = process.cpuUsage(before)
  return (user + system) / EVENTS
}

function print(label: string, what: 'parse' | 'match' | 'ratio'): void {
  const values = rounds.map((round) => round[what]).sort((one, other) => one - other)
  const cells = [values[0], values[values.length >> 1], values.at(-1)]
  console.log(label.padEnd(18), ...cells.map((value = Number.NaN) => value.toFixed(1).padStart(8)))
}
