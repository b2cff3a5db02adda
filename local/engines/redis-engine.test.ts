import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { createConnection } from 'node:net'
import { networkInterfaces, tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { eventually } from '../../test/support/eventually.ts'
import { isAlive } from '../is-alive.ts'
import { askRedis } from './ask-redis.ts'
import { type EngineProcess, startEngineProcess } from './engine-process.ts'
import { freePort } from './ports.ts'
import { redisCommand } from './redis-engine.ts'
import { engineRules } from './rules.ts'

const ENGINES_DIR = join(import.meta.dirname, '..', '..', '.tailrace', 'engines')
const { signal } = new AbortController()

let folder: string
let port: number
let engine: EngineProcess
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tailrace-redis-'))
  port = await freePort()
  engine = await start()
})
afterEach(async () => {
  await engine.stop()
  await rm(folder, { recursive: true, force: true, maxRetries: 10 })
})

describe('the process of Redis', () => {
  it('is the server itself, so that a signal to it reaches the server', async () => {
    expect(await ask('INFO server')).toContain(`process_id:${engine.pid}\r\n`)
  })

  it('says in its command line whose it is', () => {
    const line = execFileSync('ps', ['-ww', '-o', 'args=', '-p', String(engine.pid)]).toString()

    expect(line).toMatch(/\/redis-server /)
    expect(line).toContain(` ${folder}/data/`)
  })

  it('listens on the loopback address alone', async () => {
    const others = Object.values(networkInterfaces())
      .flatMap((addresses) => addresses ?? [])
      .filter(({ internal, family }) => !internal && family === 'IPv4')

    for (const { address } of others) {
      const [error] = await once(createConnection({ host: address, port }), 'error')
      expect(error).toMatchObject({ code: 'ECONNREFUSED' })
    }
    expect(await ask('PING')).toBe('+PONG')
  })

  it('ends at once when it is told to, frozen too', async () => {
    process.kill(engine.pid, 'SIGSTOP')

    await engine.stop()

    expect(isAlive(engine.pid)).toBe(false)
    expect(guardsOf(engine.pid)).toEqual([])
  })
})

describe(engineRules.endsFrozenRedis.text, () => {
  it('when the runtime is killed', async () => {
    const runtime = await startInAnotherProcess()
    process.kill(runtime.redis, 'SIGSTOP')

    process.kill(runtime.pid, 'SIGKILL')

    await eventually(() => expect(isAlive(runtime.redis)).toBe(false))
    await eventually(() => expect(guardsOf(runtime.redis)).toEqual([]))
  })

  it('when its guard was killed: then it runs on, until the runtime stops it', async () => {
    const guards = guardsOf(engine.pid)
    expect(guards).toHaveLength(1)
    for (const guard of guards) process.kill(guard, 'SIGKILL')
    await eventually(() => expect(guardsOf(engine.pid)).toEqual([]))
    expect(await ask('PING')).toBe('+PONG')

    await engine.stop()

    expect(isAlive(engine.pid)).toBe(false)
  })
})

async function start(): Promise<EngineProcess> {
  const logsDir = join(folder, 'logs')
  await mkdir(logsDir, { recursive: true })
  const dataDir = join(folder, 'data')
  const command = await redisCommand({ enginesDir: ENGINES_DIR, logsDir, dataDir, port })
  return startEngineProcess(command, signal)
}

/** As a runtime that crashes would have it: what it leaves in its folder for scratch goes with ours. */
async function startInAnotherProcess(): Promise<{ pid: number; redis: number }> {
  const builder = join(import.meta.dirname, '..', '..', 'test', 'builders', 'own-redis.ts')
  const program = `const { startOwnRedis } = await import(${JSON.stringify(builder)})
    process.stdout.write(String((await startOwnRedis()).pid))`
  const child = spawn(process.execPath, ['--input-type=module', '-e', program], {
    env: { ...process.env, TMPDIR: folder },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [said] = await once(child.stdout, 'data')
  return { pid: Number(child.pid), redis: Number(said) }
}

function ask(command: string): Promise<string> {
  return askRedis(`redis://127.0.0.1:${port}`, command, signal)
}

function guardsOf(pid: number): number[] {
  const listed = execFileSync('ps', ['-ww', '-eo', 'pid=,args=']).toString().split('\n')
  return listed
    .filter((line) => line.includes('kill -9 "$0"') && line.endsWith(` ${pid}`))
    .map((line) => Number.parseInt(line, 10))
}
