import { Agent, request as ask, type IncomingMessage } from 'node:http'
import { request as askByTls, Agent as TlsAgent } from 'node:https'
import { setTimeout as sleep } from 'node:timers/promises'
import { urlToHttpOptions } from 'node:url'

/** What a service can be asked, by name: input and output. */
type Operations = Readonly<Record<string, readonly [input: unknown, output: unknown]>>

/** A service of AWS that speaks JSON, called without the SDK. */
export interface JsonClient<Known extends Operations> {
  /**
   * Tries three times while the service cannot be reached or is itself at fault, as the SDK does.
   *
   * @throws ServiceError by the name of what the service answered; else the system's error.
   */
  call<Name extends keyof Known & string>(
    operation: Name,
    input: Known[Name][0],
    signal?: AbortSignal,
  ): Promise<Known[Name][1]>
  /** What is under way fails and is not tried again. */
  destroy(): void
}

export interface JsonService {
  readonly endpoint: string
  /** What an operation's name follows: `AmazonSQS`. */
  readonly target: string
  /** Without a byte of an answer. */
  readonly timeoutMs: number
  /** Sent with each call. */
  readonly headers?: Readonly<Record<string, string>>
}

/** The form that an SDK's errors have. */
class ServiceError extends Error {
  override readonly name: string
  readonly $metadata: { readonly httpStatusCode: number }

  constructor(name: string, message: string, httpStatusCode: number) {
    super(message)
    this.name = name
    this.$metadata = { httpStatusCode }
  }
}

const ATTEMPTS_MAX = 3
const RETRY_MS = 100

export function createJsonClient<Known extends Operations>(
  service: JsonService,
): JsonClient<Known> {
  const { endpoint, target, timeoutMs } = service
  const place = urlToHttpOptions(new URL(endpoint))
  const isByTls = place.protocol === 'https:'
  const request = isByTls ? askByTls : ask
  const agent = isByTls ? new TlsAgent({ keepAlive: true }) : new Agent({ keepAlive: true })
  let isDestroyed = false

  const post = async (operation: string, body: string, signal?: AbortSignal): Promise<string> => {
    if (isDestroyed) throw new Error('the client was destroyed')
    const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>()
    const headers = {
      ...service.headers,
      'content-type': 'application/x-amz-json-1.0',
      'content-length': Buffer.byteLength(body),
      'x-amz-target': `${target}.${operation}`,
    }
    const options = {
      ...place,
      agent,
      method: 'POST',
      headers,
      timeout: timeoutMs,
      ...(signal && { signal }),
    }
    let cause: Error | undefined
    const call = request(options, resolve).on('error', (error) => {
      cause = error
      reject(error)
    })
    call.on('timeout', () => call.destroy(timedOut(timeoutMs)))
    call.end(body)
    const reply = await promise
    // The reply says only that it broke off, the call says why.
    const answer = await textOf(reply).catch((error: unknown) => {
      throw cause ?? error
    })
    if (reply.statusCode === 200) return answer
    throw toError(answer, reply.statusCode ?? 0)
  }

  return {
    async call(operation, input, signal) {
      const body = JSON.stringify(input)
      for (let attempt = 1; ; attempt += 1) {
        try {
          return JSON.parse(await post(operation, body, signal))
        } catch (error) {
          const isOver = attempt === ATTEMPTS_MAX || isDestroyed || signal?.aborted
          if (isOver || !isTransient(error)) throw error
          await sleep(attempt * RETRY_MS)
        }
      }
    },
    destroy() {
      isDestroyed = true
      agent.destroy()
    },
  }
}

function textOf(reply: IncomingMessage): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>()
  let text = ''
  reply.setEncoding('utf8')
  reply.on('data', (part: string) => {
    text += part
  })
  reply.on('end', () => resolve(text)).on('error', reject)
  return promise
}

function isTransient(error: unknown): boolean {
  return !(error instanceof ServiceError) || error.$metadata.httpStatusCode >= 500
}

/** `{"__type":"com.amazonaws.sqs#QueueDoesNotExist","message":"..."}`, or with a `Message`. */
function toError(answer: string, status: number): ServiceError {
  const { __type: type, message, Message = message } = parseOrNothing(answer)
  const name = String(type ?? 'UnknownError').replace(/^.*#/, '')
  return new ServiceError(name, String(Message ?? `status ${status}`), status)
}

function parseOrNothing(answer: string): Readonly<Record<string, unknown>> {
  try {
    return JSON.parse(answer) ?? {}
  } catch {
    // Whatever answered was no service of AWS: its status says enough.
    return {}
  }
}

function timedOut(timeoutMs: number): Error {
  return Object.assign(new Error(`no answer within ${timeoutMs / 1000} seconds`), {
    name: 'TimeoutError',
  })
}
