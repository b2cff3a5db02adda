import type { Switch, SwitchStatus } from '../../shared/switch/switch.ts'

/** A switch that only remembers, and what it was asked to do. */
export class MemorySwitch implements Switch {
  readonly asked: string[] = []
  state: SwitchStatus['state'] = 'running'
  /** Given, it refuses to change. */
  refusal: Error | undefined

  async status(): Promise<SwitchStatus> {
    return { state: this.state, word: this.state.toUpperCase(), changedAtMs: 0 }
  }
  async stop(): Promise<void> {
    this.#change('stop', 'stopped')
  }
  async start(): Promise<void> {
    this.#change('start', 'running')
  }

  #change(verb: string, state: SwitchStatus['state']): void {
    this.asked.push(verb)
    if (this.refusal !== undefined) throw this.refusal
    this.state = state
  }
}
