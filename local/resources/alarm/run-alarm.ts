import type { Clock } from '../../clock.ts'
import { messageOf } from '../../message-of.ts'
import { MINUTE_MS } from '../../metrics/metric-store.ts'
import type { Emit } from '../../signals.ts'
import type { AlarmSettings } from './alarm-settings.ts'
import type { AlarmState } from './alarm-state.ts'
import { type Evaluation, evaluate } from './evaluate.ts'
import type { MetricSource } from './metric-source.ts'

export interface RunningAlarm {
  /** Logical id, for signals. */
  readonly name: string
  readonly settings: AlarmSettings
  readonly source: MetricSource
  /** The state changed: told once for each change, with the state before. Never rejects. */
  readonly act: (change: StateChange) => Promise<void>
  readonly clock: Clock
  readonly emit: Emit
  /** Aborted when the runtime stops: an action in work is finished. */
  readonly signal: AbortSignal
}

export interface StateChange extends Evaluation {
  readonly before: AlarmState
  readonly atMs: number
}

/** Looks at its metric at every full minute until it is told to stop, and acts when its state changes. */
export async function runAlarm(alarm: RunningAlarm): Promise<void> {
  const { name, settings, source, act, clock, emit, signal } = alarm
  const actions = new Set<Promise<void>>()
  let state: AlarmState = 'INSUFFICIENT_DATA'

  for (;;) {
    const nowMs = clock.now()
    const untilMs = (Math.floor(nowMs / MINUTE_MS) + 1) * MINUTE_MS
    await clock.sleep(untilMs - nowMs, signal)
    if (signal.aborted) break
    await sample(untilMs - 1)
    const { state: next, reason } = evaluate(readPeriods(untilMs), settings, state)
    if (next === state) continue
    const before = state
    state = next
    const { description } = settings
    emit({ type: 'alarm.state', alarm: name, state, before, reason, description })
    const action = act({ state, before, reason, atMs: untilMs }).finally(() =>
      actions.delete(action),
    )
    actions.add(action)
  }
  await Promise.all(actions)

  /** What cannot be measured is missing. */
  async function sample(atMs: number): Promise<void> {
    try {
      await source.sample?.(atMs)
    } catch (error) {
      const reason = `cannot measure: ${messageOf(error)}`
      emit({ type: 'retry.scheduled', resource: name, delayMs: MINUTE_MS, reason })
    }
  }

  function readPeriods(untilMs: number) {
    const periodMs = settings.periodSeconds * 1_000
    return Array.from({ length: settings.evaluationPeriods }, (_, index) => {
      const end = untilMs - index * periodMs
      return source.read({ fromMs: end - periodMs, untilMs: end })
    })
  }
}
