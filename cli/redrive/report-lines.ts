import type { ApplyResult } from '../../shared/redrive/apply-redrive.ts'
import type { Box } from '../../shared/redrive/boxes.ts'
import type { LetterLine } from '../../shared/redrive/describe-letter.ts'
import { type Judgement, VERDICTS, type Verdict } from '../../shared/redrive/judgement.ts'
import type { BoxReading, Wanted } from '../../shared/redrive/read-box.ts'
import type { Deployment } from '../deployment/deployment.ts'
import { toJsonLine, toRow } from '../dlq/letter-lines.ts'
import { tellLimits } from '../dlq/tell-limits.ts'
import { toTable } from '../search/table.ts'

/** Reasons are whole sentences. */
const CELL_WIDTH_MAX = 160

/** A letter and what would become of it, or what became of it. */
export interface JudgedLine {
  readonly line: LetterLine
  readonly judgement: Judgement
}

interface RedriveResult {
  readonly reading: BoxReading
  /** Absent of a plan. */
  readonly applied?: ApplyResult
  readonly lines: readonly JudgedLine[]
}

const GOING: ReadonlySet<Verdict> = new Set(['applied', 'stale', 'tried'])

interface ReportOptions {
  readonly box: Box
  readonly deployment: Pick<Deployment, 'flags'>
  readonly json: boolean
  readonly wanted: Wanted
}

/** What a redrive, or its plan, tells at its end. */
export function toReport(options: ReportOptions, result: RedriveResult): readonly string[] {
  const { box, json } = options
  const { lines, applied, reading } = result
  const { held: hidden, unread, isLimited } = reading
  const notGivenBack = reading.notGivenBack + (applied?.notGivenBack ?? 0)
  if (json) {
    const isInterrupted = reading.isInterrupted || applied?.isInterrupted === true
    const counts = countVerdicts(lines)
    const isApplied = applied !== undefined
    const notReached = applied?.notReached ?? 0
    const about = { isApplied, counts, hidden, unread, isLimited, notGivenBack, isInterrupted }
    const summary = { ...about, notReached }
    return [
      ...lines.map(({ line, judgement }) => toJsonLine(line, judgement)),
      JSON.stringify({ summary }),
    ]
  }
  return [
    ...toTable(lines.map(toJudgedRow), CELL_WIDTH_MAX),
    toCounts(options, lines),
    ...tellLimits({ ...reading, notGivenBack }, options.wanted),
    applied === undefined ? tellPlan(box, result) : tellApplied(applied, options.deployment),
  ]
}

export function countVerdicts(lines: readonly JudgedLine[]): Readonly<Record<Verdict, number>> {
  const counts = VERDICTS.map((verdict) => [
    verdict,
    lines.filter(({ judgement }) => judgement.verdict === verdict).length,
  ])
  return Object.fromEntries(counts)
}

function toJudgedRow({ line, judgement }: JudgedLine): Record<string, string> {
  const { queue, op, received, ...row } = toRow(line, Date.now())
  const { verdict, code, reason, stored } = judgement
  const why = [code === line.code ? undefined : code, reason].filter((part) => part !== undefined)
  return { outcome: verdict, ...row, stored: stored ?? '-', because: why.join(': ') }
}

function toCounts({ box: { name }, wanted }: ReportOptions, lines: readonly JudgedLine[]): string {
  const counts = Object.entries(countVerdicts(lines)).filter(([, count]) => count > 0)
  const ofCode = wanted.code === undefined ? '' : ` with code ${wanted.code}`
  if (counts.length === 0) return `No letters of ${name}${ofCode}.`
  const total = `${lines.length} letter${lines.length === 1 ? '' : 's'} of ${name}`
  return `${total}: ${counts.map(([verdict, count]) => `${count} ${verdict}`).join(', ')}`
}

function tellPlan({ goesTo }: Box, { lines, reading }: RedriveResult): string {
  if (reading.isInterrupted) return 'Interrupted: nothing was sent.'
  const going = lines.filter(({ judgement }) => GOING.has(judgement.verdict)).length
  return going === 0
    ? 'Nothing was sent, and nothing would be.'
    : `Nothing was sent. With --apply ${going} go to ${goesTo}.`
}

function tellApplied(
  { isInterrupted, notReached, failure }: ApplyResult,
  { flags }: Pick<Deployment, 'flags'>,
): string {
  if (failure !== undefined) {
    return `It failed in the middle: ${notReached} of the plan are as they were. Run it again.`
  }
  if (isInterrupted) return `Interrupted: ${notReached} of the plan are as they were. Run it again.`
  return notReached > 0
    ? `${notReached} of the plan were not reached: another reader has them, or sent them. Run it again.`
    : `Done: what went is removed here; what stayed: npx tailrace dlq list${flags}`
}
