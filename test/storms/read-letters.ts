import { openBox, tableKeys } from '../../cli/dlq/open-box.ts'
import { BOXES } from '../../shared/redrive/boxes.ts'
import { describeLetter, type LetterLine } from '../../shared/redrive/describe-letter.ts'
import { readBox } from '../../shared/redrive/read-box.ts'
import { countWaiting } from './count-waiting.ts'
import type { StormPipeline } from './storm-pipeline.ts'

/** What lies in all boxes, as `tailrace dlq list` tells it. An empty queue is not read: that takes a second. */
export async function readLetters({
  deployment,
  sqs,
  resource,
}: StormPipeline): Promise<readonly LetterLine[]> {
  const letters: LetterLine[] = []
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
        for (const read of portion) letters.push(describeLetter(read, box.name, tableKeys()))
      },
    )
  }
  return letters
}
