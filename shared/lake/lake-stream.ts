import type { Outcome } from '../batch/outcome.ts'

/** The stream that gathers lines into objects of the lake, each in the partition of its change. */
export interface LakeStream {
  /** Bytes of the longest line it takes, newline included. A longer one is written by itself. */
  readonly lineBytesMax: number
  /**
   * Hands lines over, each one JSON object and its newline in UTF-8. What is not known to be taken
   * may be handed over again: the lake's views see each change once. It never rejects.
   *
   * @returns what became of each line, in their order.
   */
  put(lines: readonly Uint8Array[]): Promise<readonly Outcome[]>
}
