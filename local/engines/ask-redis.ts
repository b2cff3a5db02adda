import { connect as connectPlain, isIP, type Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'
import { messageOf } from '../message-of.ts'

/** Of a Redis whose URL names none. */
export const REDIS_PORT = 6379

/**
 * Asks whether a Redis answers at a URL.
 *
 * @returns undefined for any answer, a refusal too; else the reason.
 */
export async function probeRedis(url: string, signal: AbortSignal): Promise<string | undefined> {
  try {
    await askRedis(url, 'PING', signal)
    return undefined
  } catch (error) {
    return messageOf(error)
  }
}

/**
 * Asks one thing, on a connection of its own, without a client's ways of trying again.
 *
 * @param command one word, or words without spaces in them: in the protocol's inline form.
 * @returns the reply's text; that of an error begins with `-`.
 * @throws what the connection failed with, or the signal's reason.
 * @see https://redis.io/docs/latest/develop/reference/protocol-spec/
 */
export async function askRedis(url: string, command: string, signal: AbortSignal): Promise<string> {
  signal.throwIfAborted()
  const socket = connectTo(url)
  const { promise: aborted, reject: abort } = Promise.withResolvers<never>()
  const onAbort = () => abort(signal.reason)
  signal.addEventListener('abort', onAbort, { once: true })
  try {
    socket.write(`${command}\r\n`)
    return await Promise.race([replyOn(socket), aborted])
  } finally {
    signal.removeEventListener('abort', onAbort)
    socket.destroy()
  }
}

function connectTo(url: string): Socket {
  const { protocol, hostname, port } = new URL(url)
  // A URL has brackets around an address of IPv6, and a socket has none.
  const host = hostname.replace(/^\[(.*)\]$/, '$1')
  const to = { host, port: Number(port || REDIS_PORT) }
  if (protocol !== 'rediss:') return connectPlain(to)
  // An address is no name: https://www.rfc-editor.org/rfc/rfc6066#section-3
  return connectTls({ ...to, ...(isIP(host) === 0 && { servername: host }) })
}

function replyOn(socket: Socket): Promise<string> {
  return new Promise((resolve, reject) => {
    let received = ''
    socket.setEncoding('latin1').on('data', (text: string) => {
      received += text
      const reply = readReply(received)
      if (reply !== undefined) resolve(reply)
    })
    socket.once('error', reject)
    socket.once('close', () => reject(new Error('the connection was closed')))
  })
}

/** A line, or a text after a line with its length; undefined while it is not all there. */
function readReply(received: string): string | undefined {
  const [line = '', ...rest] = received.split('\r\n')
  if (rest.length === 0) return undefined
  if (!line.startsWith('$')) return line
  const text = received.slice(line.length + 2)
  const length = Number(line.slice(1))
  return text.length >= length ? text.slice(0, length) : undefined
}
