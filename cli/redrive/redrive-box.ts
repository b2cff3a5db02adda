import { setTimeout as wait } from 'node:timers/promises'
import { applyRedrive } from '../../shared/redrive/apply-redrive.ts'
import type { Box } from '../../shared/redrive/boxes.ts'
import { createPace } from '../../shared/redrive/create-pace.ts'
import { describeLetter } from '../../shared/redrive/describe-letter.ts'
import { planRedrive, type Wanted } from '../../shared/redrive/read-box.ts'
import { type CommandContext, EXIT, type ExitCode } from '../command.ts'
import type { Deployment } from '../deployment/deployment.ts'
import { createNotes } from '../dlq/create-notes.ts'
import { openBox, tableKeys } from '../dlq/open-box.ts'
import { openRoute } from './open-route.ts'
import { countVerdicts, type JudgedLine, toReport } from './report-lines.ts'

export interface RedriveOptions {
  readonly box: Box
  readonly deployment: Deployment
  readonly apply: boolean
  readonly json: boolean
  /** Letters a second. */
  readonly rate: number
  readonly wanted: Wanted
  readonly signal: AbortSignal
}

/** Plans the redrive of one box, and does it when that is wanted. */
export async function redriveBox(
  options: RedriveOptions,
  context: CommandContext,
): Promise<ExitCode> {
  const { box, deployment, signal, apply } = options
  const note = createNotes(context.note)
  const route = await openRoute(box, deployment, note.always)
  const plan = new Map<string, JudgedLine>()
  const reading = await planRedrive(
    {
      ...options,
      route,
      box: openBox(box, deployment, 'look'),
      read: box.read,
      onProgress: (count) => note.sometimes(`${count} read`),
    },
    (read, judgement) => {
      plan.set(read.letter.id, { line: describeLetter(read, box.name, tableKeys()), judgement })
    },
  )
  if (!apply || signal.aborted) return end(options, { reading, lines: [...plan.values()] }, context)

  let count = 0
  const lines: JudgedLine[] = []
  const applied = await applyRedrive({
    route,
    signal,
    clock: Date.now,
    box: openBox(box, deployment, 'send'),
    read: box.read,
    planned: new Set(plan.keys()),
    pace: createPace(options.rate, { clock: Date.now, wait: (ms) => wait(ms) }),
    onDone: (read, judgement) => {
      count += 1
      lines.push({ line: describeLetter(read, box.name, tableKeys()), judgement })
      note.sometimes(`${count} of ${plan.size}`)
    },
  })
  const exitCode = end(options, { reading, applied, lines }, context)
  if (applied.failure !== undefined) throw applied.failure
  return exitCode
}

type Result = Parameters<typeof toReport>[1]

function end(options: RedriveOptions, result: Result, { print }: CommandContext): ExitCode {
  for (const line of toReport(options, result)) print(line)
  const { applied, lines } = result
  const isWhole = !options.signal.aborted && (applied?.notReached ?? 0) === 0
  const hasFailed = countVerdicts(lines).failed > 0
  return isWhole && !hasFailed ? EXIT.ok : EXIT.failed
}
