import type { Chaos } from '../../chaos/chaos.ts'
import { InjectedFault } from '../../chaos/fault.ts'
import type { LocalFunction } from '../../functions/local-function.ts'

/** A function with the faults of the hop `sinks`: what fails is Lambda's own error, not the function's. */
export function disturbFunction(lambda: LocalFunction, chaos: Chaos): LocalFunction {
  return {
    ...lambda,
    async invoke(payload) {
      try {
        return await chaos.through('sinks', (killAfterMs) =>
          lambda.invoke(payload, { killAfterMs }),
        )
      } catch (error) {
        if (!(error instanceof InjectedFault)) throw error
        const failure = { errorType: 'ServiceException', errorMessage: error.message }
        return { ok: false, timedOut: false, error: failure }
      }
    },
  }
}
