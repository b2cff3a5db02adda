import { type AddressInfo, createServer } from 'node:net'
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
  const port = Number(set)
  if (!Number.isInteger(port) || port < 1 || port > 65_535) {
    throw new EnvironmentError(
      `${wish.variable} is "${set}", and a port is a number from 1 to 65535.`,
    )
  }
  if (!(await isFree(port))) {
    throw new EnvironmentError(
      `Port ${port}, set by ${wish.variable} for ${wish.name}, is taken: stop what listens there or set another.`,
    )
  }
  return port
}

async function isFree(port: number): Promise<boolean> {
  return (await listenOnce(port)) === port
}

/** A port that was free a moment ago. */
export async function freePort(): Promise<number> {
  const port = await listenOnce(0)
  if (port === undefined) throw new EnvironmentError('No port on 127.0.0.1 can be listened on.')
  return port
}

function listenOnce(port: number): Promise<number | undefined> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', () => resolve(undefined))
    server.listen(port, '127.0.0.1', () => {
      const { port: bound } = server.address() as AddressInfo
      server.close(() => resolve(bound))
    })
  })
}
