import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import type { CommandContext } from '../../cli/command.ts'
import { compareSinks, describeSink, isEqualToTable } from '../../cli/up/compare-sinks.ts'
import { startContrast } from './contrast/start-contrast.ts'
import type { PlayOptions } from './part.ts'
import type { Pipeline, StartOptions } from './pipeline.ts'
import { play } from './play.ts'
import type { Parts, Recording } from './recording.ts'
import { CONTRAST, liveHeading, liveLine, TAILRACE } from './report.ts'
import { planSale } from './sale.ts'
import { startTailrace, type TailracePipeline } from './tailrace/start-tailrace.ts'
import type { Timeline } from './timeline.ts'

/** What stands still does not catch up: this is for what is on its way. */
const CONTRAST_CATCH_UP_MS_MAX = 5_000
/** A bound on hanging. */
const TAILRACE_CATCH_UP_MS_MAX = 60_000

/** What was written last is everywhere within this. A bound on hanging. */
const AGREEMENT_MS_MAX = 30_000
const AGREEMENT_POLL_MS = 500

/** Engines of a user's own hold what is not the scenario's. */
const GIVEN_ENGINES = ['OPENSEARCH_URL', 'DYNAMODB_URL', 'REDIS_URL']

/** Where state and logs of each part lie, in the folder of both. */
export const PART_FOLDERS = { contrast: 'contrast', tailrace: 'tailrace' } as const

export interface PartsOptions {
  readonly seed: number
  readonly timeline: Timeline
  /** Each part has a folder of its own there. */
  readonly folder: string
  readonly signal: AbortSignal
}

/** Plays the contrast and then Tailrace, each from nothing, with the same plan. */
export async function playParts(
  options: PartsOptions,
  context: Pick<CommandContext, 'env' | 'print' | 'root'>,
): Promise<Parts & { readonly agrees: boolean }> {
  const { seed, timeline, signal } = options
  const plan = planSale({ seed, timeline })
  const playOptions = { seed, plan, timeline, signal }
  const env = withoutGivenEngines(context)
  const startIn = (name: string): StartOptions => ({
    ...{ env, signal, stateDir: join(options.folder, name) },
    enginesDir: join(context.root, '.tailrace', 'engines'),
    print: (line) => context.print(`  ${line}`),
  })

  const contrast = await playPart({
    title: `1 of 2: ${CONTRAST} (the contrast)`,
    start: () => startContrast(startIn(PART_FOLDERS.contrast)),
    playOptions: { ...playOptions, catchUpMsMax: CONTRAST_CATCH_UP_MS_MAX },
    print: context.print,
  })
  let agrees = false
  const tailrace = await playPart({
    title: `2 of 2: ${TAILRACE}`,
    start: () => startTailrace(startIn(PART_FOLDERS.tailrace)),
    playOptions: { ...playOptions, catchUpMsMax: TAILRACE_CATCH_UP_MS_MAX },
    print: context.print,
    atEnd: async (pipeline) => {
      agrees = await compare(pipeline, context.print)
    },
  })
  return { contrast, tailrace, agrees: agrees && lacksNothing(tailrace) }
}

async function playPart<Started extends Pipeline>(options: {
  readonly title: string
  readonly start: () => Promise<Started>
  readonly playOptions: Omit<PlayOptions, 'onSample'>
  readonly print: (line: string) => void
  readonly atEnd?: (pipeline: Started) => Promise<void>
}): Promise<Recording> {
  const { title, start, playOptions, print, atEnd } = options
  const begun = performance.now()
  print(`\nPart ${title}. Starting it on empty engines`)
  await using pipeline = await start()
  print(`Ready after ${((performance.now() - begun) / 1_000).toFixed(1)} s; ${liveHeading()}`)
  const onSample: PlayOptions['onSample'] = (sample, events) => print(liveLine(sample, events))
  const recording = await play(pipeline, { ...playOptions, onSample })
  await atEnd?.(pipeline)
  return recording
}

/** The whole of each sink beside the table, attribute by attribute. */
async function compare(
  { comparisons }: TailracePipeline,
  print: (line: string) => void,
): Promise<boolean> {
  const deadline = performance.now() + AGREEMENT_MS_MAX
  for (;;) {
    const sinks = await compareSinks(comparisons)
    const agree = sinks.every(isEqualToTable)
    if (agree || performance.now() >= deadline) {
      for (const sink of sinks) print(describeSink(sink))
      return agree
    }
    await delay(AGREEMENT_POLL_MS)
  }
}

function lacksNothing({ dayLater, forgotten }: Recording): boolean {
  const { search, lake, cache } = dayLater.sinks
  return search.lacks + lake.lacks + cache.lacks + forgotten === 0
}

function withoutGivenEngines({
  env,
  print,
}: Pick<CommandContext, 'env' | 'print'>): NodeJS.ProcessEnv {
  const given = GIVEN_ENGINES.filter((name) => env[name] !== undefined)
  if (given.length > 0) print(`${given.join(', ')}: left aside, the scenario has its own engines.`)
  return Object.fromEntries(Object.entries(env).filter(([name]) => !given.includes(name)))
}
