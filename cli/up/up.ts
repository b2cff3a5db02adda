import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { definitions } from '../../entities/index.ts'
import { type Agreement, agrees } from '../../local/agreement/compare-table-with-index.ts'
import { removeRuntimeFile } from '../../local/runtime-file.ts'
import { type LocalPipeline, startLocal } from '../../local/start-local.ts'
import { type Command, type CommandContext, EXIT, type ExitCode } from '../command.ts'
import { orderKey } from '../publish/order-action.ts'
import { createOrderWriter } from '../publish/order-writer.ts'
import { requireEntry } from '../running-runtime.ts'
import { demonstration } from './demonstration.ts'
import { createLiveView, keyText, type LiveView } from './live-view.ts'

const STAGE = 'dev'
const AGREEMENT_TIMEOUT_MS = 60_000
const AGREEMENT_POLL_MS = 500
/** Between the changes of the short run, so that one can be seen after another. */
const PACE_MS = 400

const HELP = `Usage: tailrace up [--once]      (as npm start does: npm start -- --once)

Packages the stack and runs it whole on this machine, publishes a short run of order changes and
shows where each lands. Stays up until Ctrl-C.

Options
  --once   stop when the index agrees with the table; exit 0 when it does, 1 when it does not

Environment
  OPENSEARCH_URL, DYNAMODB_URL      use an engine that already runs
  TAILRACE_OPENSEARCH_PORT, TAILRACE_DYNAMODB_PORT, TAILRACE_SQS_PORT
  TAILRACE_STATE_DIR                where state and logs lie (.tailrace)
  JAVA_HOME                         the JDK to run the engines with`

export const up: Command = {
  name: 'up',
  summary: 'run the whole pipeline on this machine (npm start)',
  help: HELP,
  run: async (args, context) => {
    const { once } = parseArgs({ args: [...args], options: { once: { type: 'boolean' } } }).values
    const interrupted = interruption()
    const view = createLiveView(context.print, Date.now)
    const starting = start(view, context)
    if ((await Promise.race([starting, interrupted])) === 'interrupted') {
      // The engines end with this process.
      await removeRuntimeFile(context.stateDir)
      process.exit(EXIT.failed)
    }
    const pipeline = await starting
    try {
      const viewing = view.run(viewOptions(pipeline))
      const demonstrated = await Promise.race([
        demonstrate(pipeline, view, context),
        interrupted,
        pipeline.failed,
      ])
      const ended = once || demonstrated === 'interrupted' ? demonstrated : await stayUp()
      view.stop()
      await viewing
      return report(ended, context)
    } finally {
      await pipeline.stop()
      context.print('Stopped.')
    }

    async function stayUp(): Promise<'interrupted' | Error> {
      context.print(WHAT_NEXT)
      return Promise.race([interrupted, pipeline.failed])
    }
  },
}

const WHAT_NEXT = `
Up until Ctrl-C. In another terminal:
  npx tailrace publish --count 50 --rate 5      a shop's day, five changes a second
  npx tailrace search 'status:shipped'          what the index holds
  npx tailrace --help
`

async function start(view: LiveView, context: CommandContext): Promise<LocalPipeline> {
  const begun = performance.now()
  context.print('Starting Tailrace on this machine')
  const pipeline = await startLocal({
    stage: STAGE,
    stateDir: context.stateDir,
    enginesDir: join(context.root, '.tailrace', 'engines'),
    env: context.env,
    onSignal: view.onSignal,
    onNotice: (message) => context.print(`  ${message}`),
    onStep: (step, elapsedMs) => context.print(`  ${step.padEnd(28)} ${seconds(elapsedMs)}`),
  })
  if (pipeline.notModelledYet.length > 0) {
    context.print(
      '  Not modelled yet, acts only on failure; a run that needs one of these stops by name:',
    )
    for (const line of listByResource(pipeline.notModelledYet)) context.print(`    ${line}`)
  }
  context.print(`Ready after ${seconds(performance.now() - begun)}`)
  return pipeline
}

/** `ChangePipe: MaximumRetryAttempts, DeadLetterConfig` */
function listByResource(settings: LocalPipeline['notModelledYet']): string[] {
  return [...Map.groupBy(settings, ({ logicalId }) => logicalId)].map(([logicalId, ofOne]) => {
    const names = ofOne.map(({ path }) => path.slice(path.lastIndexOf('.') + 1))
    return `${logicalId}: ${names.join(', ')}`
  })
}

/** Publishes the short run and waits until table and index agree. */
async function demonstrate(
  pipeline: LocalPipeline,
  view: LiveView,
  context: CommandContext,
): Promise<Agreement> {
  context.print('\nPublishing a short run of order changes')
  const writer = createOrderWriter({
    endpoint: requireEntry(pipeline.file.endpoints, 'dynamodb'),
    region: pipeline.file.region,
    tableName: requireEntry(pipeline.file.resources, 'OrdersTable'),
    now: () => new Date(),
  })
  try {
    for (const action of demonstration()) {
      const write = view.announce(keyText(orderKey(action.order)))
      await writer.apply(action)
      write.acknowledged(Date.now())
      await delay(PACE_MS)
    }
  } finally {
    writer.close()
  }
  const deadline = performance.now() + AGREEMENT_TIMEOUT_MS
  let agreement = await pipeline.compare()
  while (!(agrees(agreement) && view.isSettled()) && performance.now() < deadline) {
    await delay(AGREEMENT_POLL_MS)
    agreement = await pipeline.compare()
  }
  context.print(describe(agreement))
  return agreement
}

function describe(agreement: Agreement): string {
  const counts = `the table has ${agreement.items} orders, the index ${agreement.documents}`
  if (agrees(agreement)) return `Table and index agree: ${counts}`
  const named = (['missing', 'different', 'ghosts'] as const)
    .filter((kind) => agreement[kind].length > 0)
    .map((kind) => `\n  ${kind}: ${agreement[kind].join(', ')}`)
  return `Table and index do not agree: ${counts}${named.join('')}`
}

function report(ended: Agreement | Error | 'interrupted', context: CommandContext): ExitCode {
  if (ended === 'interrupted') return EXIT.ok
  if (ended instanceof Error) {
    context.print(`Stopping: ${ended.message}`)
    return EXIT.failed
  }
  return agrees(ended) ? EXIT.ok : EXIT.failed
}

function viewOptions({ file }: LocalPipeline): Parameters<LiveView['run']>[0] {
  const indices = new Map(definitions.map(({ name, search }) => [name, search.index]))
  return {
    endpoint: requireEntry(file.endpoints, 'opensearch'),
    indexOf: (entity) => indices.get(entity),
  }
}

/** Settles at the first Ctrl-C, SIGTERM or closed terminal. */
function interruption(): Promise<'interrupted'> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.on(signal, () => resolve('interrupted'))
    }
    // A terminal that is gone takes no more lines.
    process.stdout.on('error', () => resolve('interrupted'))
  })
}

function seconds(ms: number): string {
  return `${(ms / 1_000).toFixed(1)} s`
}
