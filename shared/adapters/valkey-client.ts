import { Cluster, Redis, type RedisOptions } from 'iovalkey'
import type { CacheMode } from '../cache/cache-endpoint.ts'

export type ValkeyClient = Redis | Cluster

export interface ValkeyCredentials {
  readonly username: string
  readonly password: string
}

export interface ValkeyClientOptions {
  /** `redis://` or, with TLS, `rediss://`, a host and a port. */
  readonly endpoint: string
  readonly mode: CacheMode
  readonly credentials?: ValkeyCredentials
  /** After this an attempt to connect is given up, ms. */
  readonly connectTimeoutMs: number
}

/** A slot that moves is followed; one that keeps moving comes back later. */
const REDIRECTIONS_MAX = 5

/**
 * Connects to a Valkey or Redis server, or to a cluster of them.
 *
 * A client fails at once where it cannot go on, and never repairs itself: what breaks rejects, and a
 * new client takes its place. Left to itself the library would keep commands in memory for as long as
 * there is no connection, and send them twice once there is one.
 *
 * @throws what the server, or else the system, said last.
 */
export async function connectValkey(options: ValkeyClientOptions): Promise<ValkeyClient> {
  const client = options.mode === 'cluster' ? createCluster(options) : createSingle(options)
  let lastError: Error | undefined
  // Without a listener the library prints them. Each is also why a command or the connection fails.
  client.on('error', (error) => {
    lastError = error
  })
  try {
    await client.connect()
    return client
  } catch (error) {
    client.disconnect()
    throw causeOf(lastError) ?? error
  }
}

function createSingle({ endpoint, ...options }: ValkeyClientOptions): Redis {
  return new Redis({
    ...placeOf(endpoint),
    ...connectionOptions(endpoint, options),
    enableOfflineQueue: false,
    retryStrategy: () => null,
  })
}

function createCluster({ endpoint, ...options }: ValkeyClientOptions): Cluster {
  return new Cluster([placeOf(endpoint)], {
    lazyConnect: true,
    // A name stays a name: TLS compares it with the certificate's.
    dnsLookup: (address, callback) => callback(null, address),
    redisOptions: connectionOptions(endpoint, options),
    slotsRefreshTimeout: options.connectTimeoutMs,
    enableReadyCheck: false,
    maxRedirections: REDIRECTIONS_MAX,
    clusterRetryStrategy: () => null,
    // 0 is never: a node that is gone, or a cluster that is down, is not waited for.
    retryDelayOnFailover: 0,
    retryDelayOnClusterDown: 0,
  })
}

type ConnectionOptions = Pick<ValkeyClientOptions, 'credentials' | 'connectTimeoutMs'>

function connectionOptions(
  endpoint: string,
  { credentials, connectTimeoutMs }: ConnectionOptions,
): RedisOptions {
  return {
    ...credentials,
    ...(endpoint.startsWith('rediss:') && { tls: {} }),
    lazyConnect: true,
    connectTimeout: connectTimeoutMs,
    // What is closed is not waited for: a silent other side would keep it, and what it was asked.
    disconnectTimeout: 0,
    // Its answer would cost a trip, and every command tells the same.
    enableReadyCheck: false,
  }
}

function placeOf(endpoint: string): { host: string; port: number } {
  const { hostname, port } = new URL(endpoint)
  return { host: hostname, port: Number(port || DEFAULT_PORT) }
}

const DEFAULT_PORT = 6379

/** A cluster's own error says that no node answered; that of the last node says why. */
function causeOf(error: Error | undefined): Error | undefined {
  const cause = error !== undefined && 'lastNodeError' in error ? error.lastNodeError : undefined
  return cause instanceof Error ? cause : error
}
