import { type Command, InputError } from '../command.ts'
import {
  DEPLOYMENT_HELP,
  DEPLOYMENT_OPTIONS,
  openDeployment,
} from '../deployment/open-deployment.ts'
import { interruptible } from '../dlq/interruption.ts'
import { requireWholeNumber } from '../dlq/whole-number.ts'
import { parseCommandLine } from '../parse-command-line.ts'

const RATE_DEFAULT = 50
const RATE_MAX = 1_000
const LIMIT_DEFAULT = 10_000
const LIMIT_MAX = 1_000_000

const HELP = `Usage: tailrace redrive <pipe|search|lake|cache|parked> [options]

Sends dead letters on their way again. Without --apply it says of each what would happen:

  applied         the sink takes it
  stale           the sink holds this change or a newer one: it goes, and changes nothing
  tried           the sink refused it before: only trying tells
  poison          cannot work without a change of code, data or deployment: it stays
  not_redrivable  its records are no longer in the stream, or it is too old: it stays, and says what to do
  failed          could not be judged, or was not accepted: it stays

  tailrace redrive search
  tailrace redrive search --code document.mapping_refused --apply
  tailrace redrive parked --apply --rate 10       after the definition was mended

A sink's letters go into its own queue; positions and parked records through the enrichment, then to
the bus. A letter is removed when its successor was accepted, so this can end anywhere and be run
again. Ctrl-C ends between two letters. Exit code 1: something failed, or was not reached.

Options
  --apply         do it
  --code CODE     only letters with this code
  --limit N       at most N letters (${LIMIT_DEFAULT})
  --rate N        at most N letters a second (${RATE_DEFAULT})
  --json          for a program: a letter a line, then a summary
${DEPLOYMENT_HELP}`

const OPTIONS = {
  apply: { type: 'boolean', default: false },
  code: { type: 'string' },
  limit: { type: 'string', default: String(LIMIT_DEFAULT) },
  rate: { type: 'string', default: String(RATE_DEFAULT) },
  json: { type: 'boolean', default: false },
  ...DEPLOYMENT_OPTIONS,
} as const

export const redrive: Command = {
  name: 'redrive',
  summary: 'send dead letters and parked records on their way again, plan first',
  help: HELP,
  options: OPTIONS,
  run: async (args, context) => {
    const { values, positionals } = parseCommandLine(args, OPTIONS)
    const [what, ...rest] = positionals
    if (what === undefined || rest.length > 0) {
      throw new InputError('What is redriven? One of pipe, search, lake, cache, parked.')
    }
    const { code } = values
    const limit = requireWholeNumber('limit', values.limit, { min: 1, max: LIMIT_MAX })
    const rate = requireWholeNumber('rate', values.rate, { min: 1, max: RATE_MAX })
    const [{ redriveBox }, { requireBox }] = await Promise.all([
      import('./redrive-box.ts'),
      import('../dlq/open-box.ts'),
    ])
    const box = requireBox(what)
    const deployment = await openDeployment(values, context.stateDir)
    const { apply, json } = values
    const options = { box, deployment, apply, json, rate, wanted: { code, limit } }
    try {
      return await interruptible((signal) => redriveBox({ ...options, signal }, context))
    } finally {
      deployment.close()
    }
  },
}
