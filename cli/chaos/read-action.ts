import { readFile } from 'node:fs/promises'
import { listMistakes, unknownWord } from '../../local/chaos/check-faults.ts'
import type { Faults } from '../../local/chaos/fault.ts'
import { HOP_NAMES, type Hop } from '../../local/chaos/hops.ts'
import { JUMP_MS_MAX, SEED_MAX } from '../../local/endpoints/chaos-api.ts'
import { messageOf } from '../../local/message-of.ts'
import { type CommandContext, InputError } from '../command.ts'
import { requireEntry, requireRuntime } from '../running-runtime.ts'
import { addFault, withoutHop } from './change-faults.ts'
import { createChaosClient } from './chaos-client.ts'
import { hopLines, stateLines } from './describe-faults.ts'
import { formatDuration, isWithoutUnit, readDuration } from './duration.ts'
import { frozenEngines, isEngineVerb, requireEngine, signalEngine } from './engine-signal.ts'
import { hasFaults, readFaultFlags, type TypedFlags } from './fault-flags.ts'

type Flags = TypedFlags & { readonly seed?: string | undefined; readonly file?: string | undefined }

/** What is to be done. @returns what to print. @throws EnvironmentError when nothing runs here. */
export type Action = (context: CommandContext) => Promise<readonly string[]>

const WORDS = ['off', 'kill', 'freeze', 'thaw', 'jump', ...HOP_NAMES]

/** @throws InputError that lists everything in what was typed that cannot be done. */
export function readAction(words: readonly string[], flags: Flags): Action {
  const [word, operand, ...rest] = words
  if (rest.length > 0) throw new InputError('One at a time: see npx tailrace help chaos.')
  if (word === undefined) return flags.file === undefined ? readShow(flags) : readFaults(flags)
  if (flags.file !== undefined) throw new InputError(`--file is of all hops: leave out ${word}.`)
  if (word === 'off') return readOff(operand, flags)
  if (word === 'jump') return readJump(operand, flags)
  if (isEngineVerb(word)) {
    refuseFlags(flags)
    const engine = requireEngine(operand)
    return async ({ stateDir }) => [signalEngine(word, engine, await requireRuntime(stateDir))]
  }
  return readHop(word, operand, flags)
}

function readShow(flags: Flags): Action {
  if (hasFaults(flags) || flags.seed !== undefined) {
    throw new InputError(`At which hop: ${HOP_NAMES.join(', ')}?`)
  }
  return async (context) => {
    const { client, runtime } = await open(context)
    const lines = stateLines(await client.read(), await frozenEngines(runtime))
    return [...lines, '', 'Hops, and the faults of each:', ...hopLines()]
  }
}

function readHop(word: string, operand: string | undefined, flags: Flags): Action {
  const hop = HOP_NAMES.find((one) => one === word)
  const { fault, mistakes } = readFaultFlags(flags, hop)
  const all = [
    ...(hop === undefined ? [`${unknownWord(word, WORDS)}: see npx tailrace help chaos.`] : []),
    ...mistakes,
    ...listSeedMistakes(flags),
  ]
  if (hop !== undefined && operand !== undefined) all.push('One hop at a time.')
  else if (hop !== undefined && !hasFaults(flags)) all.push(`What is to go wrong at ${hop}?`)
  if (hop === undefined || all.length > 0) throw new InputError(all.join('\n'))
  return changing((faults) => addFault(faults, hop, fault), flags.seed)
}

/** All faults at once, from a file. */
function readFaults(flags: Flags): Action {
  const { file = '', seed } = flags
  const mistakes = listSeedMistakes(flags)
  if (hasFaults(flags)) mistakes.push('--file is of all hops: faults stand in it, not beside it.')
  if (mistakes.length > 0) throw new InputError(mistakes.join('\n'))
  return async (context) => {
    const faults = await readJson(file)
    const wrong = listMistakes(faults)
    if (wrong.length > 0) throw new InputError(`${file}: ${wrong.join('\n')}`)
    return changing(() => faults as Faults, seed)(context)
  }
}

async function readJson(file: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(file, 'utf8'))
  } catch (error) {
    throw new InputError(`${file} cannot be read: ${messageOf(error)}`)
  }
}

function readOff(word: string | undefined, flags: Flags): Action {
  refuseFlags(flags)
  if (word === undefined) return switchAllOff
  const hop: Hop | undefined = HOP_NAMES.find((one) => one === word)
  if (hop === undefined) throw new InputError(`${unknownWord(word, HOP_NAMES)} among the hops.`)
  return changing((faults) => withoutHop(faults, hop))
}

async function switchAllOff(context: CommandContext): Promise<readonly string[]> {
  const runtime = await requireRuntime(context.stateDir)
  const frozen = await frozenEngines(runtime)
  const thawed = frozen.map((engine) => signalEngine('thaw', engine, runtime))
  return [...thawed, ...(await changing(() => ({}))(context))]
}

function readJump(text: string | undefined, flags: Flags): Action {
  refuseFlags(flags)
  if (isWithoutUnit(text)) {
    throw new InputError(`How far is the clock to jump? ${text} has no unit: ${text}s or ${text}m.`)
  }
  const ms = readDuration(text ?? '')
  if (ms === undefined || ms <= 0) {
    const given = text === undefined ? '' : `, not "${text}"`
    throw new InputError(`How far is the clock to jump? 15m, 90s or 2h${given}.`)
  }
  if (ms > JUMP_MS_MAX) {
    throw new InputError(
      `The clock jumps by ${formatDuration(JUMP_MS_MAX)} at most, not "${text}".`,
    )
  }
  return async (context) => {
    const { client, runtime } = await open(context)
    const lines = stateLines(await client.jump(ms), await frozenEngines(runtime))
    return [`The clock jumped ${formatDuration(ms)} on.`, ...lines]
  }
}

/** @param seed as typed; without it the one that is set stays. */
function changing(change: (faults: Faults) => Faults, seed?: string): Action {
  return async (context) => {
    const { client, runtime } = await open(context)
    const state = await client.read()
    const typed = seed === undefined ? state.seed : Number(seed)
    const changed = await client.set(change(state.faults), typed)
    return stateLines(changed, await frozenEngines(runtime))
  }
}

async function open({ stateDir }: CommandContext) {
  const runtime = await requireRuntime(stateDir)
  return { client: createChaosClient(requireEntry(runtime.endpoints, 'chaos')), runtime }
}

function refuseFlags(flags: Flags): void {
  const given = Object.entries(flags).find(([, value]) => value !== undefined)
  if (given !== undefined) throw new InputError(`--${given[0]} is for a hop.`)
}

function listSeedMistakes({ seed }: Flags): string[] {
  if (seed === undefined || (/^\d+$/.test(seed) && Number(seed) <= SEED_MAX)) return []
  return [`--seed is "${seed}", and is a whole number from 0 to ${SEED_MAX}.`]
}
