import type { CacheMode } from '../cache/cache-endpoint.ts'
import { connectValkey, type ValkeyClient, type ValkeyCredentials } from './valkey-client.ts'

/**
 * How old a token may be for a node that a cluster's client meets later, ms. It is good for 15 minutes.
 * https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/auth-iam.html
 */
const TOKEN_AGE_MS_MAX = 10 * 60_000

/**
 * How long nothing may have passed, ms. What stands between may forget a silent connection without a
 * word, and a function that is frozen would not hear one.
 */
const IDLE_MS_MAX = 60_000

export interface ValkeyConnectionOptions {
  readonly endpoint: string
  readonly mode: CacheMode
  /** Asked for each new client; absent where nobody has to say who they are. */
  readonly credentials: (() => Promise<ValkeyCredentials>) | undefined
  readonly connectTimeoutMs: number
  /** Epoch ms. */
  readonly now: () => number
}

export interface OpenedClient {
  readonly client: ValkeyClient
  /** Whether it has been handed out before, so that the other side may have hung up since. */
  readonly isReused: boolean
}

/**
 * The one connection of a function, made when it is first asked for and kept over invocations. AWS
 * ends it after 12 hours, and a function that is frozen between invocations does not see it go. One
 * that was idle for a minute is made anew: that takes milliseconds, to find out takes a whole request.
 */
export class ValkeyConnection {
  readonly #options: ValkeyConnectionOptions
  #opening: Promise<ValkeyClient> | undefined
  #openedMs = 0
  #usedMs = 0

  constructor(options: ValkeyConnectionOptions) {
    this.#options = options
  }

  /** @throws what the server, or else the system, said. */
  async open(): Promise<OpenedClient> {
    const known = await this.#known()
    const isReused = known !== undefined && this.#isUsable(known)
    this.#usedMs = this.#options.now()
    if (isReused) return { client: known, isReused }
    this.drop()
    const opening = this.#connect()
    this.#opening = opening
    try {
      return { client: await opening, isReused: false }
    } catch (error) {
      if (this.#opening === opening) this.#opening = undefined
      throw error
    }
  }

  /** Closes it, whatever it is doing: what it was asked and has not answered rejects. */
  drop(): void {
    const opening = this.#opening
    this.#opening = undefined
    opening?.then(
      (client) => client.disconnect(),
      // Whoever waits for it is told.
      () => undefined,
    )
  }

  async #known(): Promise<ValkeyClient | undefined> {
    return this.#opening
  }

  async #connect(): Promise<ValkeyClient> {
    const { credentials, now, ...options } = this.#options
    this.#openedMs = now()
    return connectValkey({ ...options, ...(credentials && { credentials: await credentials() }) })
  }

  #isUsable(client: ValkeyClient): boolean {
    const { credentials, mode, now } = this.#options
    const needsFreshToken = credentials !== undefined && mode === 'cluster'
    const isOld = needsFreshToken && now() - this.#openedMs > TOKEN_AGE_MS_MAX
    const isIdle = now() - this.#usedMs > IDLE_MS_MAX
    return client.status === 'ready' && !isOld && !isIdle
  }
}
