import { parseArgs } from 'node:util'
import { definitions } from '../../entities/index.ts'
import { type Agreement, agrees } from '../../local/agreement/compare-table-with-index.ts'
import { removeRuntimeFile } from '../../local/runtime-file.ts'
import type { LocalPipeline } from '../../local/start-local.ts'
import { type Command, type CommandContext, EXIT, type ExitCode } from '../command.ts'
import { requireEntry } from '../running-runtime.ts'
import { demonstrate } from './demonstrate.ts'
import { createLiveView, type LiveView } from './live-view.ts'
import { startPipeline } from './start-pipeline.ts'

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
    const starting = startPipeline(view.onSignal, context)
    if ((await Promise.race([starting, interrupted])) === 'interrupted') {
      // The engines end with this process.
      await removeRuntimeFile(context.stateDir)
      process.exit(EXIT.failed)
    }
    const pipeline = await starting
    try {
      const viewing = view.run(viewOptions(pipeline))
      const demonstrated = await Promise.race([
        demonstrate(pipeline, view, context.print),
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
