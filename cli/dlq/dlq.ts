import { type Command, type CommandContext, type ExitCode, InputError } from '../command.ts'
import {
  DEPLOYMENT_HELP,
  DEPLOYMENT_OPTIONS,
  openDeployment,
} from '../deployment/open-deployment.ts'
import { stageFlags } from '../deployment/stage-flags.ts'
import { parseCommandLine } from '../parse-command-line.ts'
import { interruptible } from './interruption.ts'
import { requireWholeNumber } from './whole-number.ts'

const LIMIT_DEFAULT = 10_000
const LIMIT_MAX = 1_000_000

const HELP = `Usage: tailrace dlq list [pipe|search|lake|cache|parked|bus] [options]
       tailrace dlq show <letter or eventID> [options]

Shows what could not be delivered, and why. Nothing is taken out; reading counts as a receive.

  tailrace dlq list search
  tailrace dlq show 0c9f7a5e-7f0b-4b3a-9d3e-7b1f0f1d9a11
  tailrace redrive search                         what a redrive would do; see tailrace help redrive

kind: rule (it could not reach the sink's queue), function (the sink found it can never work),
receives (it came back for three days), pipe position (the Pipe gave up; the records are in the stream
for 24 h), function position (the same of a mapping of the stream), parked (it fits no schema), bus,
unreadable.

Options
  --limit N       at most N letters (${LIMIT_DEFAULT})
  --json          for a program: a letter a line, then a summary
${DEPLOYMENT_HELP}`

const OPTIONS = {
  limit: { type: 'string', default: String(LIMIT_DEFAULT) },
  json: { type: 'boolean', default: false },
  ...DEPLOYMENT_OPTIONS,
} as const

export const dlq: Command = {
  name: 'dlq',
  summary: 'list and show dead letters and parked records',
  help: HELP,
  options: OPTIONS,
  run: async (args, context) => {
    const { values, positionals } = parseCommandLine(args, OPTIONS)
    const [verb, what, ...rest] = positionals
    if (rest.length > 0) throw new InputError(`What is "${rest[0]}"? See npx tailrace help dlq.`)
    const limit = requireWholeNumber('limit', values.limit, { min: 1, max: LIMIT_MAX })
    const options = { ...values, limit, what, context }
    if (verb === 'list') return list(options)
    if (verb === 'show') return show(options)
    throw new InputError(
      'It is npx tailrace dlq list or npx tailrace dlq show: see npx tailrace help dlq.',
    )
  },
}

interface DlqOptions {
  readonly what: string | undefined
  readonly limit: number
  readonly json: boolean
  readonly stage?: string | undefined
  readonly region?: string | undefined
  readonly context: CommandContext
}

/** Clients are loaded by who needs them. */
async function list({ what, context, ...options }: DlqOptions): Promise<ExitCode> {
  const [{ listLetters }, { boxesOf, requireBox }] = await Promise.all([
    import('./list-letters.ts'),
    import('./open-box.ts'),
  ])
  const only = what === undefined ? undefined : requireBox(what)
  const deployment = await openDeployment(options, context.stateDir)
  const boxes = only === undefined ? boxesOf(deployment) : [only]
  try {
    return await interruptible((signal) =>
      listLetters({ ...options, boxes, deployment, signal }, context),
    )
  } finally {
    deployment.close()
  }
}

async function show({ what, context, ...options }: DlqOptions): Promise<ExitCode> {
  if (what === undefined) {
    const command = `npx tailrace dlq show <letter or eventID>${stageFlags(options)}`
    throw new InputError(`Which one? ${command}`)
  }
  const [{ showLetter }, { boxesOf }, { openRoute }] = await Promise.all([
    import('./show-letter.ts'),
    import('./open-box.ts'),
    import('../redrive/open-route.ts'),
  ])
  const deployment = await openDeployment(options, context.stateDir)
  const boxes = boxesOf(deployment)
  try {
    return await interruptible((signal) =>
      showLetter(
        {
          ...options,
          wanted: what,
          boxes,
          deployment,
          signal,
          judge: async (box, read) => {
            if (box.goesTo === null) return null
            const route = await openRoute(box, deployment, (line) => context.note?.(line))
            const [judged] = await route.judge([read])
            if (judged === undefined) return null
            const { send, read: _, ...judgement } = judged
            return judgement
          },
        },
        context,
      ),
    )
  } finally {
    deployment.close()
  }
}
