import { join } from 'node:path'
import { makeEngineFolder } from './engine-folder.ts'
import type { EngineCommand } from './engine-process.ts'
import { fetchRedis } from './fetch-redis.ts'

export interface RedisOptions {
  readonly enginesDir: string
  readonly logsDir: string
  /** Below it the server has a folder of its own, which a restart finds again. */
  readonly dataDir: string
  readonly port: number
  /** For tests: more arguments, which win over ours. */
  readonly args?: readonly string[]
}

/**
 * A shell that becomes the server, so the process that is started is the server itself, and leaves
 * a guard behind that ends it, frozen or not, when standard input ends. The guard is nobody's child:
 * the server would be its parent. Arguments: the server's program, then the server's own.
 */
const BECOME_SERVER = `
exec 3<&0
server=$$
( /bin/sh -c 'while read -r _; do :; done; kill -9 "$0"' "$server" <&3 3<&- >/dev/null 2>&1 & )
exec "$@" </dev/null 3<&-
`

/**
 * Redis, on the loopback address alone.
 *
 * What it acknowledged is in its append-only file, written and not forced to the disk: it outlives
 * the process. `everysec` would not do: it puts a write off while the last one is being forced.
 * https://redis.io/docs/latest/operate/oss_and_stack/management/persistence/
 */
export async function redisCommand(options: RedisOptions): Promise<EngineCommand> {
  const { port, dataDir } = options
  const program = await fetchRedis({ ...options, onFetch: () => undefined })
  const folder = await makeEngineFolder(dataDir, 'redis')
  const settings = {
    port: String(port),
    bind: '127.0.0.1',
    save: '',
    appendonly: 'yes',
    appendfsync: 'no',
    dir: folder,
    // Else its command line does not say whose it is.
    'set-proc-title': 'no',
  }
  const args = Object.entries(settings).flatMap(([name, value]) => [`--${name}`, value])
  return {
    label: 'Redis',
    command: '/bin/sh',
    args: ['-c', BECOME_SERVER, 'sh', program, ...args, ...(options.args ?? [])],
    log: join(options.logsDir, 'redis.log'),
    saysReady: (line) => line.includes('Ready to accept connections'),
  }
}
