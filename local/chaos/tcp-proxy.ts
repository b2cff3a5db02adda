import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { pipeline, Transform } from 'node:stream'
import { connect as connectByTls } from 'node:tls'
import type { Chaos } from './chaos.ts'
import { InjectedFault } from './fault.ts'
import type { Hop } from './hops.ts'
import type { EngineProxy } from './http-proxy.ts'

/**
 * Carries bytes between the functions and an engine. What a client sends at once is a call: one that is
 * not made has its connection cut before, one whose reply is lost when the reply comes.
 *
 * @param to URL of the engine, `redis:` or `rediss:`.
 */
export async function startTcpProxy(to: string, hop: Hop, chaos: Chaos): Promise<EngineProxy> {
  const open = new Set<Socket>()
  const server = createServer({ noDelay: true }, (client) => {
    const engine = connectTo(to)
    carry(client, engine, (call) => chaos.through(hop, call))
    for (const socket of [client, engine]) {
      open.add(socket)
      // What ends a connection is told by its pipeline; what comes after that is of no interest.
      socket.on('error', () => undefined)
      socket.once('close', () => open.delete(socket))
    }
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    port: (server.address() as AddressInfo).port,
    async stop() {
      const closed = once(server, 'close')
      server.close()
      for (const socket of open) socket.destroy()
      await closed
    },
  }
}

type Through = (call: () => Promise<void>) => Promise<void>

/** Until one of the two ends: then both do. */
function carry(client: Socket, engine: Socket, through: Through): void {
  let isReplyLost = false
  const calls = new Transform({
    transform(bytes, _encoding, done) {
      // Only what is done without a fault is done at once.
      through(async () => undefined).then(
        () => done(null, bytes),
        (error: Error) => {
          isReplyLost = error instanceof InjectedFault && error.wasMade
          if (isReplyLost) done(null, bytes)
          else done(error)
        },
      )
    },
  })
  const replies = new Transform({
    transform(bytes, _encoding, done) {
      if (isReplyLost) done(new Error('the reply is lost, on purpose'))
      else done(null, bytes)
    },
  })
  const endBoth = () => {
    client.destroy()
    engine.destroy()
  }
  pipeline(client, calls, engine, endBoth)
  pipeline(engine, replies, client, endBoth)
}

function connectTo(url: string): Socket {
  const { protocol, hostname: host, port } = new URL(url)
  if (protocol !== 'rediss:') return connect({ host, port: Number(port), noDelay: true })
  return connectByTls({ host, port: Number(port), servername: host })
}
