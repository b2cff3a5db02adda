import type { Signal } from '../../local/signals.ts'
import { findPart } from '../switch/parts.ts'
import { counted } from './counted.ts'
import { howToStart, titleOf } from './describe-stop.ts'
import { formatTime } from './format-change.ts'
import type { QueueWatch } from './queue-watch.ts'

/** What is stopped is told again after that long, then after twice as long, and so on. */
const AGAIN_FIRST_MS = 60_000
const AGAIN_LONGEST_MS = 10 * 60_000

/** Reminds of what is stopped: since when, what waits behind it, and how it is started. */
export interface StopReminder {
  onSignal(signal: Signal): void
  /** @returns the lines that are due. */
  look(queues: Pick<QueueWatch, 'depthOf'>, now: number): readonly string[]
}

interface Stopped {
  readonly since: number
  againAt: number
  againMs: number
}

export function createStopReminder(): StopReminder {
  const stopped = new Map<string, Stopped>()
  const note = (logicalId: string, isStopped: boolean, at: number) => {
    if (!isStopped) stopped.delete(logicalId)
    else if (!stopped.has(logicalId)) {
      const againMs = AGAIN_FIRST_MS
      stopped.set(logicalId, { since: at, againAt: at + againMs, againMs })
    }
  }

  return {
    onSignal(signal) {
      if (signal.type === 'pipe.state') note(signal.pipe, signal.state === 'STOPPED', signal.at)
      if (signal.type === 'mapping.state') {
        note(signal.mapping, signal.state === 'Disabled', signal.at)
      }
    },
    look(queues, now) {
      return [...stopped].flatMap(([logicalId, told]) => {
        if (now < told.againAt) return []
        told.againMs = Math.min(2 * told.againMs, AGAIN_LONGEST_MS)
        told.againAt = now + told.againMs
        const waits = describeWaiting(logicalId, queues)
        const since = formatTime(told.since)
        return [`${titleOf(logicalId)} is stopped since ${since}: ${waits}${howToStart(logicalId)}`]
      })
    },
  }
}

/** How many wait in a stream nobody can tell without reading it. */
function describeWaiting(logicalId: string, queues: Pick<QueueWatch, 'depthOf'>): string {
  const queue = findPart(logicalId)?.queue
  if (queue === undefined) return "changes wait in the table's stream"
  const count = queues.depthOf(queue)
  return `${counted(count, 'change')} ${count === 1 ? 'waits' : 'wait'} in ${queue}`
}
