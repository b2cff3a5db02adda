import { setTimeout as wait } from 'node:timers/promises'
import { messageOf } from '../../local/message-of.ts'
import { type Command, type CommandContext, EXIT, InputError } from '../command.ts'
import {
  DEPLOYMENT_HELP,
  DEPLOYMENT_OPTIONS,
  openDeployment,
} from '../deployment/open-deployment.ts'
import { parseCommandLine } from '../parse-command-line.ts'
import { changeSwitch, type Verb } from './change-switch.ts'
import { describeChange } from './describe-change.ts'
import type { OpenedPart } from './open-part.ts'
import { PARTS, requirePart } from './parts.ts'
import type { Keeping } from './read-keeping.ts'

const NAMES = PARTS.map(({ name }) => name).join('|')

const COMMON = `Options
${DEPLOYMENT_HELP}`

export const stop: Command = {
  name: 'stop',
  summary: 'stop the Pipe or a sink; nothing is lost, and it says until when',
  help: `Usage: tailrace stop <${NAMES}> [options]

Stops reading: the Pipe reads the stream no more, or a sink its queue. What is in work is finished.
Changes wait where they are, and nothing else stops. Stopping twice changes nothing.

  tailrace stop pipe
  tailrace stop search --stage prod

${COMMON}`,
  options: DEPLOYMENT_OPTIONS,
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
  options: DEPLOYMENT_OPTIONS,
  run: (args, context) => run('start', args, context),
}

async function run(verb: Verb, args: readonly string[], context: CommandContext) {
  const { values, positionals } = parseCommandLine(args, DEPLOYMENT_OPTIONS)
  const [name, ...rest] = positionals
  if (rest.length > 0) throw new InputError('One at a time.')
  const part = requirePart(name)
  const deployment = await openDeployment(values, context.stateDir)
  try {
    // Loaded here: the other commands need none of it.
    const { openPart } = await import('./open-part.ts')
    const opened = openPart(part, deployment)
    const time = { now: Date.now, wait: (ms: number) => wait(ms) }
    const change = await changeSwitch(opened.switch, verb, time)
    const keeping = await readKeeping(opened, context)
    const { flags } = deployment
    const lines = describeChange({ ...change, part, verb, flags, now: Date.now() }, keeping)
    for (const line of lines) context.print(line)
    return EXIT.ok
  } finally {
    deployment.close()
  }
}

/** It is stopped, or runs, whether that can be read or not. */
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
