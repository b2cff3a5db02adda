import { once } from 'node:events'
import { connect, type Socket } from 'node:net'

const LINE_END = 10

/** A bare connection to a server, which writes text that is ready and counts the answers' lines. */
export interface RawSocket {
  /** Resolves when so many lines have come. */
  trip(commands: string, lines: number): Promise<void>
  close(): void
}

export async function openRawSocket(port: number): Promise<RawSocket> {
  const socket: Socket = connect(port, '127.0.0.1')
  await once(socket, 'connect')
  return {
    trip: (commands, lines) =>
      new Promise((resolve) => {
        let left = lines
        const count = (bytes: Buffer) => {
          for (const byte of bytes) if (byte === LINE_END) left -= 1
          if (left > 0) return
          socket.off('data', count)
          resolve()
        }
        socket.on('data', count)
        socket.write(commands)
      }),
    close: () => socket.destroy(),
  }
}

/** One command as a server reads it. */
export function toCommand(...words: readonly string[]): string {
  let text = `*${words.length}\r\n`
  for (const word of words) text += `$${Buffer.byteLength(word)}\r\n${word}\r\n`
  return text
}
