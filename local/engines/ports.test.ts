import { createServer, type Server } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { choosePort, freePort } from './ports.ts'

const servers: Server[] = []
afterEach(() => {
  for (const server of servers.splice(0)) server.close()
})

describe('choosePort', () => {
  it('takes the preferred port when it is free', async () => {
    const preferred = await freePort()

    expect(await choosePort(wish(preferred), {}, refuse)).toBe(preferred)
  })

  it('takes another one when the preferred is taken, and says so once', async () => {
    const preferred = await takePort()
    const said: string[] = []

    const port = await choosePort(wish(preferred), {}, (message) => said.push(message))

    expect(port).not.toBe(preferred)
    expect(said).toEqual([`Port ${preferred} is taken, so an engine listens on ${port}.`])
  })

  it('refuses a port that was set and is taken', async () => {
    const taken = String(await takePort())

    await expect(choosePort(wish(1), { TAILRACE_X_PORT: taken }, refuse)).rejects.toThrow(
      `Port ${taken}, set by TAILRACE_X_PORT for an engine, is taken`,
    )
  })

  it.each(['', '0', '65536', 'http', '12.5'])('refuses "%s", which is no port', async (set) => {
    await expect(choosePort(wish(1), { TAILRACE_X_PORT: set }, refuse)).rejects.toThrow(
      `TAILRACE_X_PORT is "${set}"`,
    )
  })
})

function wish(preferred: number) {
  return { name: 'an engine', preferred, variable: 'TAILRACE_X_PORT' }
}

function refuse(message: string): void {
  throw new Error(`unexpected: ${message}`)
}

async function takePort(): Promise<number> {
  const port = await freePort()
  const server = createServer()
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  return port
}
