import { definitions } from '../../entities/index.ts'
import { resolveSettings } from '../../infra/resolve-settings.ts'
import { readRuntimeFile } from '../../local/runtime-file.ts'
import { type Command, type CommandContext, EXIT, type ExitCode, InputError } from '../command.ts'
import { LOCAL_STAGE } from '../local-stage.ts'
import { parseCommandLine } from '../parse-command-line.ts'
import { requireEntry, requireRuntime } from '../running-runtime.ts'
import { createCacheReader } from './cache-reader.ts'
import { toEntryLines } from './entry-lines.ts'
import { openEntry, openItems, type RunningCache } from './open-entry.ts'
import { toReadLines } from './read-lines.ts'
import {
  findWantedEntry,
  isItem,
  listKinds,
  type WantedEntry,
  type WantedItem,
} from './wanted-entry.ts'
import { watchEntry } from './watch-entry.ts'

const KINDS = definitions.flatMap((entity) => [entity.name, ...listKinds(entity)])

const HELP = `Usage: tailrace cache get <id> [--kind KIND] [--watch]
       tailrace cache read <id>

Shows what the running pipeline's cache holds of an item, and whether that is as new as the table.
Personal data is hidden. The id is that of a change event: the key's values, joined by "|".

  tailrace cache get  'CUSTOMER#c-17|ORDER#o-204'           value, lease and floor
  tailrace cache get  'CUSTOMER#c-17|ORDER#o-204' --watch   a line at each change, until Ctrl-C
  tailrace cache get  'CUSTOMER#c-17' --kind customer-orders
  tailrace cache read 'CUSTOMER#c-17|ORDER#o-204'           as an application does: fills what is not cached

  value  what readers are given; empty where the item was not in the table
  lease  who fills the value now; an invalidation takes it away, and its fill is refused
  floor  the newest change that the item was invalidated for: stream and sequence number

Only here: the cache of a deployed stage stands in a network of its own.

Options
  --kind KIND    ${KINDS.join(', ')} (the first entity that the id fits)
  --watch        go on looking`

const OPTIONS = {
  kind: { type: 'string' },
  watch: { type: 'boolean', default: false },
} as const

export const cache: Command = {
  name: 'cache',
  summary: 'show what is cached of an item, or read one through the cache',
  help: HELP,
  options: OPTIONS,
  run: async (args, context) => {
    const parsed = parseCommandLine(args, OPTIONS)
    const { kind, watch } = parsed.values
    const [action, id, ...rest] = parsed.positionals
    if (action !== 'get' && action !== 'read') throw new InputError(describeWrongAction(action))
    if (id === undefined) throw new InputError('Say which: the id of an item, in quotes.')
    if (rest.length > 0) throw new InputError('Put the id into quotes: it holds a "|".')
    const wanted = findWantedEntry(definitions, id, kind)
    if (action === 'get') return watch ? watchThere(wanted, context) : get(wanted, context)
    if (watch) throw new InputError('--watch is for get.')
    if (!isItem(wanted))
      throw new InputError(`read is for items: how ${kind} is made, its application knows.`)
    return read(wanted, context)
  },
}

async function get(wanted: WantedEntry, context: CommandContext): Promise<ExitCode> {
  const entry = openEntry(wanted, await requireCache(context))
  try {
    for (const line of toEntryLines(wanted, await entry.look())) context.print(line)
    return EXIT.ok
  } finally {
    entry.close()
  }
}

async function read(wanted: WantedItem, context: CommandContext): Promise<ExitCode> {
  const { runtime, prefix } = await requireCache(context)
  const items = openItems(runtime)
  const endpoint = requireEntry(runtime.endpoints, 'redis')
  const reader = createCacheReader({ endpoint, prefix, items })
  try {
    for (const line of toReadLines(wanted, await reader.read(wanted))) context.print(line)
    return EXIT.ok
  } finally {
    reader.close()
    items.close()
  }
}

async function watchThere(wanted: WantedEntry, context: CommandContext): Promise<ExitCode> {
  const { print, stateDir } = context
  const entry = openEntry(wanted, await requireCache(context))
  const stopping = new AbortController()
  const stop = () => stopping.abort()
  for (const signal of STOPS) process.on(signal, stop)
  try {
    print(wanted.key)
    const isUp = async () => (await readRuntimeFile(stateDir)) !== undefined
    await watchEntry({ entry, isUp, print, signal: stopping.signal })
    return EXIT.ok
  } finally {
    for (const signal of STOPS) process.off(signal, stop)
    entry.close()
  }
}

const STOPS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

async function requireCache({ stateDir }: CommandContext): Promise<RunningCache> {
  const runtime = await requireRuntime(stateDir)
  return { runtime, prefix: resolveSettings(LOCAL_STAGE).cachePrefix }
}

function describeWrongAction(action: string | undefined): string {
  const found = action === undefined ? 'Say what to do' : `There is no "cache ${action}"`
  return `${found}: npx tailrace cache get <id> or npx tailrace cache read <id>, see npx tailrace help cache.`
}
