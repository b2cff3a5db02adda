import { type BackOff, backOffDelayMs } from '../back-off.ts'
import type { Clock } from '../clock.ts'
import { EnvironmentError } from '../environment-error.ts'
import type { Emit } from '../signals.ts'
import { EngineNotStarted, type EngineProcess } from './engine-process.ts'

/** Restarts without the engine having been up for long. */
export const RESTARTS_IN_A_ROW_MAX = 5
/** An engine that was up for so long has recovered. */
export const STEADY_AFTER_MS = 60_000
/** Of the second restart in a row; the first one is at once. */
const BACK_OFF = { firstMs: 500, longestMs: 10_000 } as const

/** An engine could not be kept up. */
export class EngineLost extends EnvironmentError {
  override readonly name: string = 'EngineLost'
}

export interface SuperviseOptions {
  /** As in the runtime file: `opensearch`. */
  readonly engine: string
  /** As people read it: `OpenSearch`. */
  readonly label: string
  readonly log: string
  readonly first: EngineProcess
  /**
   * Waits no longer when the signal aborts.
   *
   * @param firstLine what the engine was told last: it is to know it before it listens.
   * @throws EngineNotStarted; any other error ends the supervision.
   */
  readonly restart: (signal: AbortSignal, firstLine: string | undefined) => Promise<EngineProcess>
  /** Called with each new process before `engine.up` is told. */
  readonly onRestarted: () => Promise<void>
  readonly clock: Clock
  readonly random: BackOff['random']
  readonly emit: Emit
}

/** An engine that is started again when it dies. */
export interface SupervisedEngine {
  /** Of the process that runs now, or ran last. */
  pid(): number
  isDown(): boolean
  /** Writes a line to its standard input, and again to that of each process that comes after it. */
  tell(line: string): void
  /** Resolves with why the engine cannot be kept up; pending otherwise. */
  readonly lost: Promise<Error>
  /** Ends its process, and the restart if one is under way; then nothing of it is left. */
  stop(): Promise<void>
}

/** Restarts an engine whenever its process ends by itself, until it is stopped or lost. */
export function superviseEngine(options: SuperviseOptions): SupervisedEngine {
  const { engine, label, clock, emit } = options
  const { promise: lost, resolve: lose } = Promise.withResolvers<Error>()
  const stopping = new AbortController()
  let process = options.first
  let isDown = false
  let inARow = 0
  let told: string | undefined
  const watching = keepUp().catch(lose)

  return {
    pid: () => process.pid,
    isDown: () => isDown,
    tell: (line) => {
      told = line
      process.tell(line)
    },
    lost,
    stop: async () => {
      stopping.abort()
      await process.stop()
      await watching
    },
  }

  async function keepUp(): Promise<void> {
    for (;;) {
      const upAt = clock.now()
      const reason = await process.exited
      if (stopping.signal.aborted) return
      const downAt = clock.now()
      if (downAt - upAt >= STEADY_AFTER_MS) inARow = 0
      isDown = true
      emit({ type: 'engine.down', engine, reason })

      const restarted = await bringBack(reason)
      if (restarted === undefined) return
      process = restarted
      // It may have been told more while it started.
      if (told !== undefined) process.tell(told)
      await options.onRestarted()
      isDown = false
      emit({ type: 'engine.up', engine, afterMs: clock.now() - downAt })
    }
  }

  /** @returns undefined when it is to stop; nothing runs then. */
  async function bringBack(endedBy: string): Promise<EngineProcess | undefined> {
    let reason = endedBy
    while (!stopping.signal.aborted) {
      inARow += 1
      if (inARow > RESTARTS_IN_A_ROW_MAX) throw explainLoss(reason)
      if (inARow > 1) await waitBefore(inARow - 1, reason)
      if (stopping.signal.aborted) break
      try {
        const restarted = await options.restart(stopping.signal, told)
        if (!stopping.signal.aborted) return restarted
        await restarted.stop()
      } catch (error) {
        if (stopping.signal.aborted) return undefined
        if (!(error instanceof EngineNotStarted)) throw error
        reason = error.reason
      }
    }
    return undefined
  }

  async function waitBefore(failures: number, reason: string): Promise<void> {
    const delayMs = backOffDelayMs(failures, { ...BACK_OFF, random: options.random })
    emit({ type: 'retry.scheduled', resource: label, delayMs, reason })
    await clock.sleep(delayMs, stopping.signal)
  }

  function explainLoss(reason: string): EngineLost {
    return new EngineLost(
      `${label} was restarted ${RESTARTS_IN_A_ROW_MAX} times in a row and did not stay up (${reason}): its log is ${options.log}`,
    )
  }
}
