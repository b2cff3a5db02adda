import type { Chaos } from '../../chaos/chaos.ts'
import type { Destination } from './queue-destination.ts'

/** A target with the faults of the hop `rules`. */
export function disturbDestination(destination: Destination, chaos: Chaos): Destination {
  return {
    ...destination,
    send: (message) => chaos.through('rules', () => destination.send(message)),
  }
}
