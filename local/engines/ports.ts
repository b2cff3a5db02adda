import { randomInt } from 'node:crypto'
import { createServer } from 'node:net'
import { EnvironmentError } from '../environment-error.ts'

/** Where an engine or endpoint listens if nothing else is there. A port that was set is taken as an order. */
export interface PortWish {
  readonly name: string
  readonly preferred: number
  /** The environment variable that sets it, e.g. `TAILRACE_OPENSEARCH_PORT`. */
  readonly variable: string
}

/**
 * Picks a port on 127.0.0.1.
 *
 * @throws EnvironmentError when a port was set and is no port or is taken.
 */
export async function choosePort(
  wish: PortWish,
  env: NodeJS.ProcessEnv,
  onTaken: (message: string) => void,
): Promise<number> {
  const set = env[wish.variable]
  if (set !== undefined) return requirePort(wish, set)
  if (await isFree(wish.preferred)) return wish.preferred
  const port = await freePort()
  onTaken(`Port ${wish.preferred} is taken, so ${wish.name} listens on ${port}.`)
  return port
}

async function requirePort(wish: PortWish, set: string): Promise<number> {
  if (!isPort(set)) {
    throw new EnvironmentError(
      `${wish.variable} is "${set}", and a port is a number from 1 to 65535.`,
    )
  }
  const port = Number(set)
  if (!(await isFree(port))) {
    throw new EnvironmentError(
      `Port ${port}, set by ${wish.variable} for ${wish.name}, is taken: stop what listens there or set another.`,
    )
  }
  return port
}

/** Whether a text is the number of a port, in plain digits. */
export function isPort(value: string): boolean {
  return /^\d{1,5}$/.test(value) && Number(value) >= 1 && Number(value) <= 65_535
}

/** Whether nothing listens there on 127.0.0.1. */
export function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', () => resolve(false))
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)))
  })
}

/** Below the ports that systems hand out to outgoing connections, so that none of those takes it first. */
const FREE_PORT_MIN = 20_000
const FREE_PORT_MAX = 32_000

/** A port that is free at this moment. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(FREE_PORT_MIN, FREE_PORT_MAX)
    if (await isFree(port)) return port
  }
}
