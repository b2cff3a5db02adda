import { closeSync, mkdirSync, openSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { messageOf } from '../message-of.ts'
import type { Signal } from '../signals.ts'
import { toPipelineLine } from './to-pipeline-line.ts'

export const PIPELINE_LOG = 'pipeline.log'

/** What the Pipe, the bus and the rules did with each change, in a file beside the functions' logs. */
export interface PipelineLog {
  /** Never throws: a line that could not be written is told of, once. */
  onSignal(signal: Signal): void
  close(): void
}

/** Lines are appended, as they are to a function's log. */
export function openPipelineLog(logsDir: string): PipelineLog {
  mkdirSync(logsDir, { recursive: true })
  const path = join(logsDir, PIPELINE_LOG)
  const file = openSync(path, 'a')
  let isUsable = true

  return {
    onSignal(signal) {
      const line = toPipelineLine(signal)
      if (line === undefined || !isUsable) return
      try {
        writeSync(file, `${JSON.stringify(line)}\n`)
      } catch (error) {
        isUsable = false
        process.emitWarning(`${path} cannot be written any more: ${messageOf(error)}`)
      }
    },
    close() {
      isUsable = false
      closeSync(file)
    },
  }
}
