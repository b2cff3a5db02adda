import type { Clock } from '../../clock.ts'
import type { Emit } from '../../signals.ts'
import type { TemplateObject } from '../../template/template.ts'
import type { MappingState } from './mapping-state.ts'

export interface MappingStatus {
  readonly state: MappingState
  /** Epoch milliseconds. */
  readonly changedAtMs: number
}

/** A mapping of the stack, to stop and to start. */
export interface LocalMapping {
  readonly uuid: string
  readonly functionArn: string
  /** As the template has it. */
  readonly properties: TemplateObject
  status(): MappingStatus
  /**
   * Enabled, it reads its queue; disabled, it finishes the batches in work and begins none. Nothing
   * happens when it is so already.
   *
   * @param by logical id of the function that asks, if it is one.
   * @throws MappingIsInUse
   */
  enable(isEnabled: boolean, by?: string): void
  /** Ends what it runs, and stays as it is. */
  stop(): Promise<void>
}

/** A mapping is changed when its last change is done. */
export class MappingIsInUse extends Error {
  override readonly name = 'MappingIsInUse'
}

export interface LocalMappingOptions {
  readonly uuid: string
  readonly functionArn: string
  /** For signals. */
  readonly logicalId: string
  readonly properties: TemplateObject
  readonly isEnabled: boolean
  /** Begins to read the queue. */
  readonly run: () => { stop(): Promise<void> }
  readonly clock: Clock
  readonly emit: Emit
}

export function createLocalMapping(options: LocalMappingOptions): LocalMapping {
  const { uuid, functionArn, logicalId, properties, isEnabled, clock, emit } = options
  let running = isEnabled ? options.run() : undefined
  let status: MappingStatus = {
    state: isEnabled ? 'Enabled' : 'Disabled',
    changedAtMs: clock.now(),
  }
  let disabling: Promise<void> = Promise.resolve()

  const change = (state: MappingState, by?: string) => {
    status = { state, changedAtMs: clock.now() }
    emit({ type: 'mapping.state', mapping: logicalId, state, ...(by && { by }) })
  }

  return {
    uuid,
    functionArn,
    properties,
    status: () => status,
    enable(wanted, by) {
      if (status.state === 'Disabling') throw new MappingIsInUse(`${logicalId} is Disabling`)
      if (wanted === (status.state === 'Enabled')) return
      if (wanted) {
        running = options.run()
        change('Enabled', by)
        return
      }
      const ending = running?.stop() ?? Promise.resolve()
      running = undefined
      change('Disabling', by)
      disabling = ending.then(() => change('Disabled', by))
    },
    async stop() {
      await running?.stop()
      await disabling
    },
  }
}
