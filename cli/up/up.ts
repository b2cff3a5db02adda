import { join, relative } from 'node:path'
import { parseArgs } from 'node:util'
import { definitions } from '../../entities/index.ts'
import { resolveSettings } from '../../infra/resolve-settings.ts'
import { systemClock } from '../../local/clock.ts'
import { EnvironmentError } from '../../local/environment-error.ts'
import { VARIABLES } from '../../local/environment-variables.ts'
import type { LocalPipeline } from '../../local/start-local.ts'
import { type Command, type CommandContext, EXIT, type ExitCode, InputError } from '../command.ts'
import { LOCAL_STAGE } from '../local-stage.ts'
import { requireEntry } from '../running-runtime.ts'
import { demonstrate } from './demonstrate.ts'
import { createInvalidationFinder } from './find-invalidated.ts'
import { findSearchable } from './find-searchable.ts'
import { listenForInterruption } from './interruption.ts'
import { createLiveView, type LiveView, type Sources } from './live-view.ts'
import { createQueueReader } from './queue-depths.ts'

const OPTIONS = { once: { type: 'boolean' }, keep: { type: 'boolean' } } as const

const NAME_WIDTH = Math.max(...Object.keys(VARIABLES).map((name) => name.length))
const VARIABLES_HELP = Object.entries(VARIABLES)
  .map(([name, { meaning }]) => `  ${name.padEnd(NAME_WIDTH)}  ${meaning}`)
  .join('\n')

const HELP = `Usage: tailrace up [--once] [--keep]      (as npm start does: npm start -- --once)

Packages the stack and runs it whole on this machine, publishes a short run of order changes and
shows where each lands. Stays up until Ctrl-C.

Options
  --once   stop when index, lake and cache agree with the table; exit 0 when they do, 1 when not
  --keep   go on from what the last run with --keep left, also one that was killed, and leave it for
           the next; a table with items in it is shown as it is, without the short run. A start
           without --keep begins empty and leaves alone what is kept, in .tailrace/kept

Environment
${VARIABLES_HELP}`

export const up: Command = {
  name: 'up',
  summary: 'run the whole pipeline on this machine (npm start)',
  help: HELP,
  options: OPTIONS,
  run: async (args, context) => {
    const { once = false, keep = false } = parseArgs({ args: [...args], options: OPTIONS }).values
    for (const [flag, isGiven] of Object.entries({ once, keep })) {
      if (isGiven || context.env[`npm_config_${flag}`] === undefined) continue
      throw new InputError(`npm has kept --${flag} for itself: it is npm start -- --${flag}.`)
    }
    const interruption = listenForInterruption(context)
    const view = createLiveView(context.print, systemClock)
    try {
      // Loaded here: the other commands need none of the runtime.
      const { startPipeline } = await import('./start-pipeline.ts')
      const { signal } = interruption
      const pipeline = await startPipeline(view.onSignal, { keep, signal }, context)
      const sources = sourcesOf(pipeline)
      const viewing = view.run(sources)
      try {
        return await show(pipeline, view, { once, signal }, context)
      } finally {
        view.stop()
        await Promise.all([viewing, pipeline.stop()])
        sources.close()
        printMetrics(view, context)
        context.print('Stopped.')
      }
    } catch (error) {
      if (!interruption.signal.aborted) throw error
      return once ? EXIT.failed : EXIT.ok
    } finally {
      interruption.stopListening()
    }
  },
}

/** Publishes the short run and, unless once is enough, stays until interrupted. */
async function show(
  pipeline: LocalPipeline,
  view: LiveView,
  { once, signal }: { once: boolean; signal: AbortSignal },
  { print, stateDir }: CommandContext,
): Promise<ExitCode> {
  const leaving = new AbortController()
  const shown = demonstrate(pipeline, view, AbortSignal.any([signal, leaving.signal]), print)
  const outcome = await Promise.race([shown, pipeline.failed])
  if (outcome instanceof Error) {
    leaving.abort(outcome)
    await Promise.allSettled([shown])
    return explain(outcome)
  }
  if (once) return outcome ? EXIT.ok : EXIT.failed

  print(whatNext(stateDir))
  const ended = await Promise.race([aborted(signal), pipeline.failed])
  return ended instanceof Error ? explain(ended) : EXIT.ok

  function explain(reason: Error): ExitCode {
    print(`Stopping: ${reason.message}`)
    return reason instanceof EnvironmentError ? EXIT.environment : EXIT.failed
  }
}

const METRICS_HEADING = `
Metrics: on AWS CloudWatch takes them from the same lines of the logs. How long changes took stands
in their lines above: LagMs begins at a change's time, which DynamoDB Local tells to the minute.`

/** What on AWS stands in CloudWatch. */
function printMetrics(view: LiveView, { print }: CommandContext): void {
  const lines = view.metricLines()
  if (lines.length > 0) print(METRICS_HEADING)
  for (const line of lines) print(line)
}

function whatNext(stateDir: string): string {
  return `
Up until Ctrl-C. In another terminal:
  npx tailrace publish --count 50 --rate 5      a shop's day, five changes a second
  npx tailrace search 'status:shipped'          what the index holds
  npx tailrace cache get 'CUSTOMER#c-73|ORDER#o-42-1' --watch
                                                what the cache holds of an order, as it changes
  npx tailrace trace 'CUSTOMER#c-73|ORDER#o-42-1'
                                                the way of its newest changes, hop by hop
  npx tailrace stop pipe                        stop and start: nothing is lost
  npx tailrace --help
Logs of functions and engines: ${join(relative(process.cwd(), stateDir), 'logs')}
Metrics are lines in the functions' logs (EMF), which alarms here read; Ctrl-C sums them up.
`
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve()
    signal.addEventListener('abort', () => resolve(), { once: true })
  })
}

function sourcesOf({ file }: LocalPipeline): Sources & { close(): void } {
  const endpoint = requireEntry(file.endpoints, 'opensearch')
  const floors = createInvalidationFinder(
    requireEntry(file.endpoints, 'redis'),
    resolveSettings(LOCAL_STAGE).cachePrefix,
  )
  const indices = new Map(definitions.map(({ name, search }) => [name, search.index]))
  const queues = createQueueReader({
    endpoint: requireEntry(file.endpoints, 'sqs'),
    region: file.region,
    queues: Object.fromEntries(
      Object.entries(file.resources).filter(([id]) => WATCHED_QUEUES.test(id)),
    ),
  })
  return {
    findSearchable: async (entity, events) => {
      const index = indices.get(entity)
      return index === undefined ? [] : findSearchable(endpoint, index, events)
    },
    findInvalidated: floors.find,
    readDepths: queues.read,
    close: () => {
      queues.close()
      floors.close()
    },
  }
}

/** By logical id: every DLQ, and the queues through which the view follows changes. */
const WATCHED_QUEUES = /(Dlq|^SearchQueue|^LakeQueue|^CacheQueue)$/
