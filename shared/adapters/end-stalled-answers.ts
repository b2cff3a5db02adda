import type { Connection } from '@opensearch-project/opensearch'

type ConnectionClass = typeof Connection

/**
 * A connection that also gives up an answer whose body does not end in time. The client's own
 * timeout is over once the headers have come: a body that stalls would hold a batch until its
 * function is killed, and nothing of it would be settled.
 *
 * @param timeoutMs from the headers to the end of the body.
 */
export function endStalledAnswers(Base: ConnectionClass, timeoutMs: number): ConnectionClass {
  return class extends Base {
    override request(...[params, callback]: Parameters<Connection['request']>) {
      return super.request(params, (error, response) => {
        if (response !== null) {
          const timer = setTimeout(() => response.destroy(toTimeoutError()), timeoutMs)
          response.once('close', () => clearTimeout(timer))
        }
        callback(error, response)
      })
    }
  }
}

function toTimeoutError(): Error {
  return new DOMException('The answer did not end in time.', 'TimeoutError')
}
