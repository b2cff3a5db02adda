import { parseStreamArn } from '../../shared/change-event/parse-stream-arn.ts'
import { compareSequenceNumbers } from '../../shared/ordering/index.ts'
import type { Box } from '../../shared/redrive/boxes.ts'
import { describeLetter, type LetterLine } from '../../shared/redrive/describe-letter.ts'
import type { ReadLetter } from '../../shared/redrive/letter.ts'
import { readBox } from '../../shared/redrive/read-box.ts'
import type { Deployment } from '../deployment/deployment.ts'
import { boxesOf, openBox, tableKeys } from '../dlq/open-box.ts'
import type { Mention, TracedChange } from './evidence.ts'
import { needsBox } from './needs-box.ts'
import type { Sources } from './sources.ts'

/**
 * The dead letters of changes, by eventID. Only boxes in which a letter of them could be are read, since
 * that hides their letters from others for a moment.
 */
export async function collectLetters(
  changes: readonly TracedChange[],
  mentionsOf: (change: TracedChange) => readonly Mention[],
  { asker, deployment }: Sources,
): Promise<ReadonlyMap<string, readonly LetterLine[]>> {
  const letters = new Map<string, LetterLine[]>()
  for (const box of boxesOf(deployment)) {
    const meant = changes.filter((change) => needsBox(box.name, mentionsOf(change)))
    if (meant.length === 0) continue
    await asker.ask(box.resource, () =>
      readLetters(box, deployment, (read, line) => {
        for (const change of meant.filter((one) => isAbout(one, read, line))) {
          letters.set(change.eventID, [...(letters.get(change.eventID) ?? []), line])
        }
      }),
    )
  }
  return letters
}

async function readLetters(
  box: Box,
  deployment: Deployment,
  onLetter: (read: ReadLetter, line: LetterLine) => void,
): Promise<void> {
  await readBox(
    {
      box: openBox(box, deployment, 'look'),
      read: box.read,
      wanted: { limit: Number.POSITIVE_INFINITY },
      signal: new AbortController().signal,
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
