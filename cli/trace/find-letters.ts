import { parseStreamArn } from '../../shared/change-event/parse-stream-arn.ts'
import { compareSequenceNumbers } from '../../shared/ordering/index.ts'
import type { Box } from '../../shared/redrive/boxes.ts'
import { describeLetter, type LetterLine } from '../../shared/redrive/describe-letter.ts'
import type { ReadLetter } from '../../shared/redrive/letter.ts'
import { type BoxReading, readBox } from '../../shared/redrive/read-box.ts'
import type { Deployment } from '../deployment/deployment.ts'
import { boxesOf, openBox, tableKeys } from '../dlq/open-box.ts'
import { counted } from '../up/counted.ts'
import type { Mention, TracedChange } from './evidence.ts'
import { needsBox } from './needs-box.ts'
import type { Sources } from './sources.ts'

/** Less than the asker waits for: letters are given back before the answer is out. */
const READ_MS_MAX = 3_500

/**
 * The dead letters of changes, by eventID. Only boxes in which a letter of them could be are read, since
 * that hides their letters from others for a moment. A box that was not read whole, and in which a letter
 * was not found, is among those that could not be asked.
 */
export async function collectLetters(
  changes: readonly TracedChange[],
  mentionsOf: (change: TracedChange) => readonly Mention[],
  { asker, deployment }: Pick<Sources, 'asker' | 'deployment'>,
  readMsMax = READ_MS_MAX,
): Promise<ReadonlyMap<string, readonly LetterLine[]>> {
  const letters = new Map<string, LetterLine[]>()
  for (const box of boxesOf(deployment)) {
    const meant = changes.filter((change) => needsBox(box.name, mentionsOf(change)))
    if (meant.length === 0) continue
    const missed = new Set(meant)
    await asker.ask(box.resource, async () => {
      const signal = AbortSignal.timeout(readMsMax)
      const reading = await readLetters(box, { deployment, signal }, (read, line) => {
        for (const change of meant.filter((one) => isAbout(one, read, line))) {
          letters.set(change.eventID, [...(letters.get(change.eventID) ?? []), line])
          missed.delete(change)
        }
      })
      if (missed.size > 0) requireWhole(reading)
    })
  }
  return letters
}

/** @throws Error saying why a letter that was not found may still be there. */
function requireWhole({ held, unread, isInterrupted }: BoxReading): void {
  if (isInterrupted) throw new Error('it holds more than could be read in time')
  if (held > 0) throw new Error(`another reader has ${counted(held, 'letter')} of it`)
  if (unread > 0) throw new Error(`it counts about ${unread} more than it handed out`)
}

function readLetters(
  box: Box,
  { deployment, signal }: { readonly deployment: Deployment; readonly signal: AbortSignal },
  onLetter: (read: ReadLetter, line: LetterLine) => void,
): Promise<BoxReading> {
  return readBox(
    {
      box: openBox(box, deployment, 'look'),
      read: box.read,
      wanted: { limit: Number.POSITIVE_INFINITY },
      signal,
      onProgress: () => undefined,
    },
    async (portion) => {
      for (const read of portion) onLetter(read, describeLetter(read, box.name, tableKeys()))
    },
  )
}

/** A Pipe's letter names a part of the stream; all others name one change. */
function isAbout(
  { eventID, position }: TracedChange,
  { content }: ReadLetter,
  line: LetterLine,
): boolean {
  if (content.of !== 'range') return line.eventID === eventID
  const { streamArn, startSequenceNumber: first, endSequenceNumber: last } = content.range
  if (position === null || parseStreamArn(streamArn)?.stream !== position.stream) return false
  const { sequenceNumber } = position
  return (
    compareSequenceNumbers(sequenceNumber, first) >= 0 &&
    compareSequenceNumbers(sequenceNumber, last) <= 0
  )
}
