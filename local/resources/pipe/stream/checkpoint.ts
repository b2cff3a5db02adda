import * as v from 'valibot'
import { tellUnwritten } from '../../../kept/files.ts'
import type { Kept } from '../../../kept/kept.ts'

/** How far a Pipe had come when its runtime ended. */
const checkpoint = v.object({
  /** When the stream was listed for the first time, and the shards it had then. */
  first: v.object({ atMs: v.number(), shardIds: v.array(v.string()) }),
  shards: v.array(
    v.object({
      shardId: v.string(),
      /** Everything up to this record is done. What a lane had done beyond it is done again. */
      doneUpTo: v.optional(v.string()),
      isFinished: v.boolean(),
      /** A reader has been opened at LATEST. */
      isBegun: v.boolean(),
    }),
  ),
})
export type Checkpoint = v.InferOutput<typeof checkpoint>

const ofStream = v.object({ streamArn: v.string(), checkpoint })

/** Where a Pipe's checkpoint is kept. */
export interface KeptCheckpoint {
  read(): Checkpoint | undefined
  /** Never throws: what is not written now is written with the next. */
  write(checkpoint: Checkpoint): void
}

/** Keeps a Pipe's checkpoint. That of another stream, as of a table that was made anew, is none. */
export function keepCheckpoint(
  { kept, logicalId }: { readonly kept: Kept; readonly logicalId: string },
  streamArn: string,
): KeptCheckpoint {
  const value = kept.value(logicalId, ofStream)
  return {
    read() {
      const found = value.read()
      return found?.streamArn === streamArn ? found.checkpoint : undefined
    },
    write(written) {
      try {
        value.write({ streamArn, checkpoint: written })
      } catch (error) {
        tellUnwritten(value.path, error)
      }
    },
  }
}
