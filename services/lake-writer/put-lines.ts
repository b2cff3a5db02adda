import { type Outcome, toRetryable } from '../../shared/batch/outcome.ts'
import type { LakeStream } from '../../shared/lake/lake-stream.ts'

/** How often a line is handed to the stream at most, in one batch. */
const ATTEMPTS_MAX = 4

/** Before the second attempt; each further wait is twice as long. */
const WAIT_MS_FIRST = 200

export interface PutLinesPorts {
  readonly stream: LakeStream
  readonly wait: (ms: number) => Promise<void>
  /** From 0 (inclusive) to 1 (exclusive). */
  readonly random: () => number
  /** False when there is no time for a further request: what is left comes back. */
  readonly hasTime: () => boolean
}

/**
 * Hands lines to the stream, and those that it refuses once more, alone.
 *
 * A stream that takes nothing at all is left alone: the queue waits longer than a function can.
 *
 * @returns what became of each line, in their order.
 */
export async function putLines(
  lines: readonly Uint8Array[],
  { stream, wait, random, hasTime }: PutLinesPorts,
): Promise<readonly Outcome[]> {
  const outcomes: Outcome[] = lines.map(() => ANSWER_INCOMPLETE)
  let left = lines.map((_, place) => place)
  for (let attempt = 1; left.length > 0; attempt += 1) {
    const answers = await stream.put(left.flatMap((place) => lines[place] ?? []))
    for (const [index, place] of left.entries()) {
      outcomes[place] = answers[index] ?? ANSWER_INCOMPLETE
    }
    const refused = left.filter((place) => outcomes[place]?.kind === 'retryable')
    const isDown = attempt === 1 && refused.length === left.length
    if (isDown || attempt === ATTEMPTS_MAX || !hasTime()) break
    left = refused
    if (left.length > 0) await wait(waitMs(attempt, random()))
  }
  return outcomes
}

const ANSWER_INCOMPLETE = toRetryable('lake.answer_incomplete')

/** Between half and all of its doubled length, so that functions refused together part. */
function waitMs(attempt: number, random: number): number {
  return Math.round((WAIT_MS_FIRST * 2 ** (attempt - 1) * (1 + random)) / 2)
}
