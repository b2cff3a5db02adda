import { openBox, tableKeys } from '../../cli/dlq/open-box.ts'
import { BOXES } from '../../shared/redrive/boxes.ts'
import { describeLetter, type LetterLine } from '../../shared/redrive/describe-letter.ts'
import { readBox } from '../../shared/redrive/read-box.ts'
import { countWaiting } from './count-waiting.ts'
import type { StormPipeline } from './storm-pipeline.ts'

/** With the key of the object that its images lie in, if they do. */
export interface StormLetter extends LetterLine {
  readonly claim?: string | undefined
}

/** What lies in all boxes, as `tailrace dlq list` tells it. An empty queue is not read: that takes a second. */
export async function readLetters({
  deployment,
  sqs,
  resource,
}: StormPipeline): Promise<readonly StormLetter[]> {
  const letters: StormLetter[] = []
  for (const box of BOXES) {
    const isEmpty = box.of === 'queue' && (await countWaiting(sqs, resource(box.resource))) === 0
    if (isEmpty) continue
    await readBox(
      {
        box: openBox(box, deployment, 'look'),
        read: box.read,
        wanted: { limit: Number.POSITIVE_INFINITY },
        signal: new AbortController().signal,
        onProgress: () => undefined,
      },
      async (portion) => {
        for (const read of portion) {
          const { content } = read
          const claim = content.of === 'event' ? content.event.claimCheck?.key : undefined
          letters.push({ ...describeLetter(read, box.name, tableKeys()), claim })
        }
      },
    )
  }
  return letters
}
