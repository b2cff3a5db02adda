import type { Box } from '../../shared/redrive/boxes.ts'
import { describeLetter, type LetterLine } from '../../shared/redrive/describe-letter.ts'
import { readBox } from '../../shared/redrive/read-box.ts'
import { type CommandContext, EXIT, type ExitCode } from '../command.ts'
import type { Deployment } from '../deployment/deployment.ts'
import { createNotes } from './create-notes.ts'
import { countCodes, toJsonLine, toTableLines } from './letter-lines.ts'
import { LIST_HOLD_SECONDS, openBox, tableKeys } from './open-box.ts'

export interface ListOptions {
  readonly boxes: readonly Box[]
  readonly deployment: Deployment
  readonly limit: number
  readonly json: boolean
  readonly signal: AbortSignal
}

/** Lists dead letters, box by box, and leaves all of them where they are. */
export async function listLetters(
  { boxes, deployment, limit, json, signal }: ListOptions,
  { print, note }: CommandContext,
): Promise<ExitCode> {
  const notes = createNotes(note)
  const lines: LetterLine[] = []
  const hidden: Record<string, number> = {}
  let notGivenBack = 0
  for (const box of boxes) {
    if (signal.aborted || lines.length >= limit) break
    const before = lines.length
    const reading = await readBox(
      {
        box: openBox(box, deployment, LIST_HOLD_SECONDS),
        read: box.read,
        wanted: { limit: limit - before },
        signal,
        onProgress: (count) => notes.sometimes(`${box.name}: ${count} read`),
      },
      async (portion) => {
        for (const read of portion) lines.push(describeLetter(read, box.name, tableKeys()))
      },
    )
    if (reading.held > 0) hidden[box.name] = reading.held
    notGivenBack += reading.notGivenBack
  }

  const summary = { letters: lines.length, codes: countCodes(lines), hidden, notGivenBack }
  if (json) {
    for (const line of lines) print(toJsonLine(line))
    print(JSON.stringify({ summary }))
  } else {
    for (const line of toTableLines(lines, Date.now())) print(line)
    for (const line of toSummary(summary, limit)) print(line)
  }
  return signal.aborted ? EXIT.failed : EXIT.ok
}

interface Summary {
  readonly letters: number
  readonly codes: Readonly<Record<string, number>>
  readonly hidden: Readonly<Record<string, number>>
  readonly notGivenBack: number
}

function toSummary({ letters, codes, hidden, notGivenBack }: Summary, limit: number): string[] {
  const ofCodes = Object.entries(codes).map(([code, count]) => `${count} ${code}`)
  return [
    letters === 0
      ? 'No dead letters.'
      : `${letters} dead letter${letters === 1 ? '' : 's'}: ${ofCodes.join(', ')}`,
    ...(letters >= limit ? [`There may be more: see --limit (${limit}).`] : []),
    ...Object.entries(hidden).map(
      ([name, count]) => `${name}: ${count} more are hidden, because another reader has them`,
    ),
    ...(notGivenBack > 0
      ? [`${notGivenBack} could not be given back: others see them in a minute`]
      : []),
  ]
}
