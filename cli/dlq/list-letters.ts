import type { Box } from '../../shared/redrive/boxes.ts'
import { describeLetter, type LetterLine } from '../../shared/redrive/describe-letter.ts'
import { type BoxReading, readBox } from '../../shared/redrive/read-box.ts'
import { type CommandContext, EXIT, type ExitCode } from '../command.ts'
import type { Deployment } from '../deployment/deployment.ts'
import { createNotes, type Notes } from './create-notes.ts'
import { countCodes, toJsonLine, toTableLines } from './letter-lines.ts'
import { openBox, tableKeys } from './open-box.ts'
import { tellLimits } from './tell-limits.ts'

export interface ListOptions {
  readonly boxes: readonly Box[]
  readonly deployment: Deployment
  readonly limit: number
  readonly json: boolean
  readonly signal: AbortSignal
}

/**
 * Lists dead letters, box by box, and leaves all of them where they are. A box that cannot be read
 * hides no other: it rejects with its reason when all the others are listed.
 */
export async function listLetters(
  options: ListOptions,
  { print, note }: CommandContext,
): Promise<ExitCode> {
  const { boxes, limit, json, signal } = options
  const notes = createNotes(note)
  const lines: LetterLine[] = []
  const readings: [Box, BoxReading][] = []
  const skipped: string[] = []
  const failures: unknown[] = []
  for (const box of boxes) {
    if (signal.aborted) break
    if (lines.length >= limit) {
      skipped.push(box.name)
      continue
    }
    notes.sometimes(`looking into ${box.name}`)
    try {
      readings.push([box, await listBox(box, lines, { ...options, notes })])
    } catch (error) {
      failures.push(error)
      notes.always(`${box.name} could not be read`)
    }
  }

  if (json) {
    for (const line of lines) print(toJsonLine(line))
    print(JSON.stringify({ summary: { ...toSummary(lines, readings), skipped } }))
  } else {
    for (const line of toTableLines(lines, Date.now())) print(line)
    if (lines.length > 0 || failures.length === 0) print(tellCodes(lines))
    for (const [{ name }, reading] of readings) {
      for (const line of tellLimits(reading, { limit })) print(`${name}: ${line}`)
    }
    if (skipped.length > 0) print(`Not looked at, for --limit (${limit}): ${skipped.join(', ')}`)
  }
  if (failures.length > 0) throw failures[0]
  return signal.aborted ? EXIT.failed : EXIT.ok
}

function listBox(
  box: Box,
  lines: LetterLine[],
  { deployment, limit, signal, notes }: ListOptions & { readonly notes: Notes },
): Promise<BoxReading> {
  return readBox(
    {
      box: openBox(box, deployment, 'look'),
      read: box.read,
      wanted: { limit: limit - lines.length },
      signal,
      onProgress: (count) => notes.sometimes(`${box.name}: ${count} read`),
    },
    async (portion) => {
      for (const read of portion) lines.push(describeLetter(read, box.name, tableKeys()))
    },
  )
}

function toSummary(lines: readonly LetterLine[], readings: readonly [Box, BoxReading][]) {
  const byBox = (count: (reading: BoxReading) => number) =>
    Object.fromEntries(
      readings.flatMap(([{ name }, reading]) => {
        const found = count(reading)
        return found > 0 ? [[name, found]] : []
      }),
    )
  return {
    letters: lines.length,
    codes: countCodes(lines),
    hidden: byBox(({ held }) => held),
    unread: byBox(({ unread }) => unread),
    isLimited: readings.some(([, { isLimited }]) => isLimited),
    notGivenBack: readings.reduce((sum, [, { notGivenBack }]) => sum + notGivenBack, 0),
  }
}

function tellCodes(lines: readonly LetterLine[]): string {
  if (lines.length === 0) return 'No dead letters.'
  const ofCodes = Object.entries(countCodes(lines)).map(([code, count]) => `${count} ${code}`)
  return `${lines.length} dead letter${lines.length === 1 ? '' : 's'}: ${ofCodes.join(', ')}`
}
