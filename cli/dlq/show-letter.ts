import type { Box } from '../../shared/redrive/boxes.ts'
import { describeLetter, type LetterLine } from '../../shared/redrive/describe-letter.ts'
import type { Judgement } from '../../shared/redrive/judgement.ts'
import type { ReadLetter } from '../../shared/redrive/letter.ts'
import { type BoxReading, readBox } from '../../shared/redrive/read-box.ts'
import { type CommandContext, EXIT, type ExitCode, InputError } from '../command.ts'
import type { Deployment } from '../deployment/deployment.ts'
import { printable } from '../printable.ts'
import { toAge, toJsonLine } from './letter-lines.ts'
import { openBox, tableKeys } from './open-box.ts'
import { shownContent } from './shown-content.ts'

export interface ShowOptions {
  /** A message's id, an object's name, or an eventID. */
  readonly wanted: string
  readonly boxes: readonly Box[]
  readonly deployment: Deployment
  readonly json: boolean
  readonly signal: AbortSignal
  /** Says what a redrive would do. */
  readonly judge: (box: Box, read: ReadLetter) => Promise<Judgement | null>
}

/**
 * Shows the first letter with such an id: its change as the enrichment masked it; of a parked record
 * the names and types of its attributes only.
 *
 * @throws InputError when there is none.
 */
export async function showLetter(
  options: ShowOptions,
  { print }: CommandContext,
): Promise<ExitCode> {
  let hidden = 0
  for (const box of options.boxes) {
    const { found, reading } = await findIn(box, options)
    hidden += reading.held + reading.unread
    if (found === undefined && options.signal.aborted) return EXIT.failed
    if (found === undefined) continue
    const { read, judgement } = found
    const line = describeLetter(read, box.name, tableKeys())
    if (options.json) {
      print(
        toJsonLine(line, {
          goesTo: box.goesTo,
          message: read.message,
          judgement,
          ...shownContent(read),
        }),
      )
    } else {
      for (const text of toLines(line, { read, judgement, box })) print(text)
    }
    return EXIT.ok
  }
  const unless = hidden === 0 ? '' : `, unless it is one of about ${hidden} that another reader has`
  throw new InputError(
    `There is no dead letter "${options.wanted}"${unless}: see npx tailrace dlq list${options.deployment.flags}`,
  )
}

interface Found {
  readonly read: ReadLetter
  readonly judgement: Judgement | null
}

async function findIn(
  box: Box,
  options: ShowOptions,
): Promise<{ readonly found: Found | undefined; readonly reading: BoxReading }> {
  const { deployment, wanted, signal, judge } = options
  const found = new AbortController()
  let shown: Found | undefined
  const reading = await readBox(
    {
      box: openBox(box, deployment, 'look'),
      read: box.read,
      wanted: { limit: Number.POSITIVE_INFINITY },
      signal: AbortSignal.any([signal, found.signal]),
      onProgress: () => undefined,
    },
    async (portion) => {
      const read = portion.find((one) => isMeant(one, wanted))
      if (read === undefined || shown !== undefined) return
      shown = { read, judgement: await judge(box, read) }
      found.abort()
    },
  )
  return { found: shown, reading }
}

function isMeant(read: ReadLetter, wanted: string): boolean {
  return read.letter.id === wanted || describeLetter(read, '', tableKeys()).eventID === wanted
}

function toLines(line: LetterLine, { read, judgement, box }: Found & { box: Box }): string[] {
  const { message, content } = read
  const rows: [string, string | null | undefined][] = [
    ['letter', line.letter],
    ['in', `${box.name} (${box.resource})`],
    ['kind', line.kind],
    ['code', line.code],
    ['message', message],
    ['eventID', line.eventID],
    ['item', line.id],
    ['op', line.op],
    ['position', line.position],
    ['age', toAge(Date.now() - line.sinceMs)],
    ['received', String(line.received)],
    ['goes to', box.goesTo ?? 'nowhere: it cannot be redriven'],
    [
      'would be',
      judgement && [judgement.verdict, judgement.code, judgement.reason].filter(Boolean).join(': '),
    ],
    ['stored now', judgement?.stored],
  ]
  const width = Math.max(...rows.map(([name]) => name.length))
  return [
    ...rows.flatMap(([name, value]) =>
      value ? [`${name.padEnd(width)}  ${printable(value)}`] : [],
    ),
    '',
    ...(content.of === 'event' ? toJsonLines(content.event) : toTextLines(read)),
  ]
}

/** Of what is no change event, what may be shown. */
function toTextLines(read: ReadLetter): string[] {
  const { range, images, bytes } = shownContent(read)
  if (range !== undefined) return toJsonLines(range)
  if (images === undefined) return [`${bytes} bytes, which may hold anything: they are not shown`]
  return Object.entries(images).flatMap(([name, attributes]) => [
    `${name}, by name and type:`,
    ...attributes.map((attribute) => `  ${printable(attribute)}`),
  ])
}

function toJsonLines(value: unknown): string[] {
  return JSON.stringify(value, null, 2).split('\n').map(printable)
}
