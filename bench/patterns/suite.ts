/** What a hundred rules cost for one event of 3 KB, beside one JSON.parse of that event. */
import { compilePattern } from '../../local/event-pattern/index.ts'
import { cpuMicrosEach, measureInTurns } from '../harness/measure-in-turns.ts'
import type { Suite } from '../harness/suite.ts'
import { anEvent } from './an-event.ts'
import { somePatterns } from './some-patterns.ts'

const RULES = 100
const EVENTS = 2_000
const ROUNDS = { rounds: 15, warmRounds: 5 }
const PARSE = 'one JSON.parse'

export const suite: Suite = {
  summary: 'a hundred rules of the local bus over one event, beside parsing it',
  async run() {
    const event = anEvent()
    const text = JSON.stringify(event)
    const rules = somePatterns(RULES).map((pattern) => compilePattern(pattern))
    const measured = await measureInTurns(
      {
        parse: { run: () => repeat(() => JSON.parse(text)) },
        match: { run: () => repeat(() => rules.filter((matches) => matches(event))) },
      },
      ROUNDS,
    )
    return [
      {
        title: `${RULES} rules, an event of ${text.length.toLocaleString('en')} characters`,
        unit: 'us of CPU an event',
        better: 'lower',
        rows: [
          { name: PARSE, values: cpuMicrosEach(measured.parse, EVENTS) },
          { name: 'all rules', values: cpuMicrosEach(measured.match, EVENTS), against: PARSE },
        ],
      },
    ]
  },
}

function repeat(work: () => unknown): void {
  for (let count = 0; count < EVENTS; count += 1) work()
}
