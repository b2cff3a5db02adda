import type { Signal } from '../../local/signals.ts'
import { describeEngineRelief } from './describe-engine.ts'
import { describeRestart } from './describe-stop.ts'
import type { Relief } from './trouble.ts'

/** A signal that tells that trouble is over; undefined for any other. */
export function describeRelief(signal: Signal): Relief | undefined {
  switch (signal.type) {
    case 'engine.up':
    case 'engine.answers':
      return describeEngineRelief(signal)
    case 'alarm.state':
    case 'mapping.state':
    case 'pipe.state':
      return describeRestart(signal)
    default:
      return undefined
  }
}
