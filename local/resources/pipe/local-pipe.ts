import type { TemplateObject } from '../../template/template.ts'
import { createClientErrorWatch } from './client-error-watch.ts'
import type { Pipe } from './pipe.ts'
import type { PipeState } from './pipe-state.ts'
import { runPipe } from './run-pipe.ts'
import type { KeptCheckpoint } from './stream/checkpoint.ts'
import { createStreamPosition } from './stream/stream-position.ts'

export interface PipeStatus {
  readonly currentState: PipeState
  readonly desiredState: 'RUNNING' | 'STOPPED'
  /** Why it was disabled. */
  readonly stateReason?: string
  /** Epoch milliseconds. */
  readonly createdAtMs: number
  readonly changedAtMs: number
}

/** A Pipe of the stack, to stop and to start. */
export interface LocalPipe {
  readonly arn: string
  readonly name: string
  /** As the template has it. */
  readonly properties: TemplateObject
  status(): PipeStatus
  /** Goes on where it stopped. Nothing happens when it runs. @throws PipeIsStopping */
  start(): void
  /**
   * Begins nothing further; what is in flight is finished. Nothing happens when it is stopped.
   *
   * @param by logical id of the function that asks, if it is one.
   */
  stop(by?: string): void
  /** Resolves when a Pipe that was stopped has nothing in flight any more. */
  stopped(): Promise<void>
}

/** A Pipe is started again when it has stopped. */
export class PipeIsStopping extends Error {
  override readonly name = 'PipeIsStopping'
}

export interface LocalPipeOptions {
  readonly name: string
  readonly properties: TemplateObject
  readonly pipe: Omit<Pipe, 'signal' | 'clientErrors' | 'agesFromMs'>
  /** Where it goes on, and what is kept of how far it comes. */
  readonly checkpoint?: KeptCheckpoint | undefined
}

/** Creates a Pipe that is stopped. */
export function createLocalPipe(options: LocalPipeOptions): LocalPipe {
  const { name, properties, pipe, checkpoint } = options
  const { clock, emit, settings } = pipe
  const position = createStreamPosition(settings.startingPosition, clock.now, checkpoint)
  const createdAtMs = clock.now()
  let stopping = new AbortController()
  let running: Promise<void> = Promise.resolve()
  let status: PipeStatus = {
    currentState: 'STOPPED',
    desiredState: 'STOPPED',
    createdAtMs,
    changedAtMs: createdAtMs,
  }

  const change = (next: Omit<PipeStatus, 'createdAtMs' | 'changedAtMs'>, by?: string) => {
    status = { ...next, createdAtMs, changedAtMs: clock.now() }
    const { currentState, stateReason } = status
    emit({
      type: 'pipe.state',
      pipe: pipe.name,
      state: currentState,
      ...(stateReason !== undefined && { reason: stateReason }),
      ...(by !== undefined && { by }),
    })
  }
  const end = (outcome: Pick<PipeStatus, 'desiredState' | 'stateReason'>, by?: string) => {
    if (stopping.signal.aborted || status.currentState === 'STOPPED') return
    stopping.abort()
    change({ currentState: 'STOPPING', ...outcome }, by)
    running = running.then(() => change({ currentState: 'STOPPED', ...outcome }, by))
  }
  const disable = (reason: string) =>
    end({ desiredState: 'RUNNING', stateReason: `Disabled after continuous 4xx errors: ${reason}` })

  return {
    arn: pipe.arn,
    name,
    properties,
    status: () => status,
    start() {
      if (status.currentState === 'STOPPING') throw new PipeIsStopping(`${name} is STOPPING`)
      if (status.currentState !== 'STOPPED') return
      stopping = new AbortController()
      change({ currentState: 'STARTING', desiredState: 'RUNNING' })
      running = runPipe({
        pipe: {
          ...pipe,
          // A runtime that keeps goes on with what another left, however long ago that ended.
          ...(checkpoint && { agesFromMs: createdAtMs }),
          clientErrors: createClientErrorWatch(clock, disable),
          signal: stopping.signal,
        },
        position,
        onListed: () => {
          if (status.currentState !== 'STARTING') return
          change({ currentState: 'RUNNING', desiredState: 'RUNNING' })
        },
      })
    },
    stop: (by) => end({ desiredState: 'STOPPED' }, by),
    stopped: () => running,
  }
}
