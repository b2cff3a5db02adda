/** Something of the data path that is stopped and started from outside, because it cannot stop itself. */
export interface Switch {
  /** Rejects when the service does not answer, or does not know it. */
  status(): Promise<SwitchStatus>
  /**
   * Lets what is in work finish and begins nothing further; returns before that is done. Nothing
   * happens to what is stopped. Rejects while an earlier change is still being made.
   */
  stop(): Promise<void>
  /** It goes on where it stopped; returns before it runs. Rejects as `stop` does. */
  start(): Promise<void>
}

export interface SwitchStatus {
  /** `changing`: on its way to run, or updated. `failed`: AWS gave up, and says why. */
  readonly state: 'running' | 'stopping' | 'stopped' | 'changing' | 'failed'
  /** The service's own word for it: `STOPPING`, `Disabled`. */
  readonly word: string
  /** Why, where the service says so. */
  readonly reason?: string
  /** When it came to that state, epoch ms. */
  readonly changedAtMs: number
}

/** It was asked to change while it was changing. */
export class SwitchIsBusy extends Error {
  override readonly name = 'SwitchIsBusy'
}
