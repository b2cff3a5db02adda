import { setTimeout as wait } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { EnvironmentError } from '../../local/environment-error.ts'
import { messageOf } from '../../local/message-of.ts'
import { AwsRestError } from '../../shared/adapters/aws-rest-client.ts'
import { type Command, type CommandContext, EXIT, InputError } from '../command.ts'
import { requireRuntime } from '../running-runtime.ts'
import { changeSwitch, type Verb } from './change-switch.ts'
import { describeChange } from './describe-change.ts'
import type { OpenedPart } from './open-part.ts'
import { PARTS, type Part, requirePart } from './parts.ts'
import type { Keeping } from './read-keeping.ts'

const OPTIONS = { stage: { type: 'string' }, region: { type: 'string' } } as const
const NAMES = PARTS.map(({ name }) => name).join('|')

const COMMON = `Options
  --stage NAME    that of a deployed stage, with the credentials that any AWS tool would take
  --region NAME   its region, where the environment names none (AWS_REGION)`

export const stop: Command = {
  name: 'stop',
  summary: 'stop the Pipe or a sink; nothing is lost, and it says until when',
  help: `Usage: tailrace stop <${NAMES}> [options]

Stops reading: the Pipe reads the stream no more, or a sink its queue. What is in work is finished.
Changes wait where they are, and nothing else stops. Stopping twice changes nothing.

  tailrace stop pipe
  tailrace stop search --stage prod

${COMMON}`,
  options: OPTIONS,
  run: (args, context) => run('stop', args, context),
}

export const start: Command = {
  name: 'start',
  summary: 'start what was stopped, by a person or an alarm: it goes on where it was',
  help: `Usage: tailrace start <${NAMES}> [options]

Starts what was stopped, by a person or by an alarm: it goes on where it stopped. First mend what the
alarm was about, or it stops again.

  tailrace start pipe
  tailrace start search --stage prod

${COMMON}`,
  options: OPTIONS,
  run: (args, context) => run('start', args, context),
}

async function run(verb: Verb, args: readonly string[], context: CommandContext) {
  const { values, positionals } = parseArgs({
    args: [...args],
    options: OPTIONS,
    allowPositionals: true,
  })
  const [name, ...rest] = positionals
  if (rest.length > 0) throw new InputError('One at a time.')
  const part = requirePart(name)
  const { stage } = values
  if (values.region !== undefined && stage === undefined) {
    throw new InputError('--region is for --stage: here there is none.')
  }
  try {
    const opened = await open(part, values, context)
    const time = { now: Date.now, wait: (ms: number) => wait(ms) }
    const change = await changeSwitch(opened.switch, verb, time)
    const keeping = verb === 'stop' ? await readKeeping(opened, context) : undefined
    const flags = stage === undefined ? '' : ` --stage ${stage}`
    const lines = describeChange({ ...change, part, verb, flags, now: Date.now() }, keeping)
    for (const line of lines) context.print(line)
    return EXIT.ok
  } catch (error) {
    throw explain(error)
  }
}

/** Loaded here: the other commands need none of it. */
async function open(
  part: Part,
  { stage, region }: { stage?: string | undefined; region?: string | undefined },
  { env, stateDir }: CommandContext,
): Promise<OpenedPart> {
  const { openHere, openThere } = await import('./open-part.ts')
  if (stage === undefined) return openHere(part, await requireRuntime(stateDir))
  const where = region ?? env.AWS_REGION ?? env.AWS_DEFAULT_REGION
  if (where === undefined) throw new InputError('In which region: --region NAME, or AWS_REGION?')
  return openThere(part, { stage, region: where })
}

/** It is stopped whether that can be read or not. */
async function readKeeping(
  opened: OpenedPart,
  { note }: CommandContext,
): Promise<Keeping | undefined> {
  try {
    return await opened.readKeeping()
  } catch (error) {
    note?.(`How long its changes are kept could not be read: ${messageOf(error)}`)
    return undefined
  }
}

/** Names of errors that AWS's libraries and Node throw when nobody is asked, or nobody answers. */
const NOT_ASKED: ReadonlySet<string> = new Set(['CredentialsProviderError', 'TimeoutError'])

function explain(error: unknown): unknown {
  if (!(error instanceof Error)) return error
  const isUnanswered = error instanceof TypeError && error.message === 'fetch failed'
  if (error instanceof AwsRestError || NOT_ASKED.has(error.name)) {
    return new EnvironmentError(error.message, { cause: error })
  }
  return isUnanswered
    ? new EnvironmentError(`Nobody answers: ${messageOf(error.cause)}`, { cause: error })
    : error
}
