import { parseArgs } from 'node:util'
import { type Command, EXIT } from '../command.ts'
import { hopLines } from './describe-faults.ts'
import { ENGINE_NAMES } from './engine-signal.ts'
import { FAULT_OPTIONS } from './fault-flags.ts'
import { readAction } from './read-action.ts'

const HELP = `Usage: tailrace chaos                        what is set, and what can be
       tailrace chaos <hop> [faults]         adds to what is set; 0 takes a fault away
       tailrace chaos off [hop]              without a hop: all faults, and frozen engines go on
       tailrace chaos kill|freeze|thaw <${ENGINE_NAMES.join('|')}>
       tailrace chaos jump <time>            moves the clock forward: 90s, 15m, 2h

Has the running pipeline meet what a bad day brings: calls that are slow, fail, are made twice, or
whose reply is lost; processes that die; time that jumps. Nothing of it outlives the runtime.

  tailrace chaos search --delay 2s --error 0.2
  tailrace chaos sinks --kill 0.1 --seed 7
  tailrace chaos --file faults.json          {"search": {"delayMs": 2000}, ...} in place of all
  tailrace chaos freeze redis
  tailrace chaos jump 15m                    back-offs, delays and visibility timeouts are over

Hops, and the faults of each
${hopLines().join('\n')}

Faults: a time, or a chance from 0 to 1 for each call
  --delay TIME        it waits so long, with its unit: 500ms, 2s, 1m
  --error CHANCE      it is not made, and fails
  --lost-reply CHANCE it is made, and its caller is told that it failed
  --duplicate CHANCE  it is made twice
  --reorder CHANCE    it is held back, so that later ones pass it
  --refuse CHANCE     a part of it is refused, as throttled, while the others go through
  --kill CHANCE       the function's process is killed while it works
  --seed N            the same chances again, in the order of the calls (0)

The clock moves for the models, the functions' Date and SQS, not for the engines of tables, index and
cache; it does not move back.`

const OPTIONS = { ...FAULT_OPTIONS, seed: { type: 'string' }, file: { type: 'string' } } as const

export const chaos: Command = {
  name: 'chaos',
  summary: 'have things go wrong on purpose: delays, errors, deaths, a clock that jumps',
  help: HELP,
  options: OPTIONS,
  run: async (args, context) => {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: OPTIONS,
      allowPositionals: true,
    })
    const act = readAction(positionals, values)
    for (const line of await act(context)) context.print(line)
    return EXIT.ok
  },
}
