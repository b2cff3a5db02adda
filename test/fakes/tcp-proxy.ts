import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

export interface TcpProxy extends AsyncDisposable {
  readonly port: number
  /** How many connections it has carried. */
  connections(): number
  /** How many of them stand. */
  open(): number
  /** Carries no more answers on the connections that stand, and does not close them. */
  hush(): void
  /** From now on new connections go there; those that stand stay where they are. */
  aimAt(port: number): void
  /** Cuts each connection once it has carried so many more bytes of answers; null for never. */
  cutAfter(bytes: number | null): void
  /** Cuts all connections now. */
  cut(): void
}

/** Stands between a client and a server, and carries bytes until it is told to cut. */
export async function startTcpProxy(firstPort: number): Promise<TcpProxy> {
  let targetPort = firstPort
  const open = new Set<Socket>()
  const pairs = new Set<Socket>()
  const hushed = new WeakSet<Socket>()
  let connections = 0
  let left = Number.POSITIVE_INFINITY
  const cut = () => {
    for (const socket of open) socket.destroy()
  }
  const server = createServer((client) => {
    connections += 1
    const target = connect(targetPort, '127.0.0.1')
    pairs.add(target)
    target.on('close', () => pairs.delete(target))
    for (const [socket, other] of [
      [client, target],
      [target, client],
    ] as const) {
      open.add(socket)
      socket.on('error', () => other.destroy())
      socket.on('close', () => {
        open.delete(socket)
        other.destroy()
      })
    }
    client.on('data', (bytes) => target.write(bytes))
    target.on('data', (bytes) => {
      if (hushed.has(target)) return
      const carried = bytes.subarray(0, left)
      left -= carried.length
      if (left > 0) client.write(carried)
      else client.end(carried, () => client.destroy())
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    port: (server.address() as AddressInfo).port,
    connections: () => connections,
    open: () => pairs.size,
    hush: () => {
      for (const target of pairs) hushed.add(target)
    },
    aimAt: (port) => {
      targetPort = port
    },
    cutAfter: (bytes) => {
      left = bytes ?? Number.POSITIVE_INFINITY
    },
    cut,
    [Symbol.asyncDispose]: async () => {
      cut()
      server.close()
      await once(server, 'close')
    },
  }
}
