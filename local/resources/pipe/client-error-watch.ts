import type { Clock } from '../../clock.ts'
import { CLIENT_ERRORS_MS_TO_DISABLE, CLIENT_ERRORS_TO_DISABLE } from './limits.ts'

/** Tells when a Pipe has met client errors (4xx) nearly continuously. */
export interface ClientErrorWatch {
  /** A call was refused: a permission or a resource is missing, or the call itself is wrong. */
  refused(reason: string): void
  /** A batch got through. */
  passed(): void
}

/** @param onTooMany told once, with the last reason, until a batch gets through. */
export function createClientErrorWatch(
  clock: Clock,
  onTooMany: (reason: string) => void,
): ClientErrorWatch {
  let refusals = 0
  let firstAtMs = 0
  let isTold = false

  return {
    refused(reason) {
      if (refusals++ === 0) firstAtMs = clock.now()
      const isLong = clock.now() - firstAtMs >= CLIENT_ERRORS_MS_TO_DISABLE
      if (isTold || !isLong || refusals < CLIENT_ERRORS_TO_DISABLE) return
      isTold = true
      onTooMany(reason)
    },
    passed() {
      refusals = 0
      isTold = false
    },
  }
}
