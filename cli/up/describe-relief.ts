import type { Signal } from '../../local/signals.ts'
import { describeEngineRelief } from './describe-engine.ts'
import { stoppedKey } from './describe-trouble.ts'
import type { Relief } from './trouble.ts'

/** A signal that tells that trouble is over; undefined for any other. */
export function describeRelief(signal: Signal): Relief | undefined {
  switch (signal.type) {
    case 'engine.up':
    case 'engine.answers':
      return describeEngineRelief(signal)
    case 'pipe.state':
      if (signal.state !== 'RUNNING') return undefined
      return { ends: [stoppedKey(signal.pipe)], text: `${signal.pipe} runs again` }
    default:
      return undefined
  }
}
