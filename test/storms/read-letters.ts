import { BOXES } from '../../shared/redrive/boxes.ts'
import { countWaiting } from './count-waiting.ts'
import type { StormPipeline } from './storm-pipeline.ts'

/** A dead letter or a parked record, as `tailrace dlq list` tells it. */
export interface ListedLetter {
  readonly queue: string
  readonly code: string | null
  readonly id: string | null
  /** `<stream label>/<number>`. */
  readonly position: string | null
  readonly eventID: string | null
}

/** What lies in all boxes. An empty queue is not read: that takes a second. */
export async function readLetters({
  tailrace,
  sqs,
  resource,
}: StormPipeline): Promise<readonly ListedLetter[]> {
  const boxes = await Promise.all(
    BOXES.map(async (box) => {
      const isEmpty = box.of === 'queue' && (await countWaiting(sqs, resource(box.resource))) === 0
      return isEmpty ? [] : tailrace('dlq', 'list', box.name, '--json')
    }),
  )
  return boxes
    .flat()
    .map((line) => JSON.parse(line))
    .filter((line) => line.summary === undefined)
}
