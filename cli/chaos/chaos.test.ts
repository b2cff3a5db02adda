import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Chaos, createChaos } from '../../local/chaos/chaos.ts'
import { CHAOS_PATH, serveChaos } from '../../local/endpoints/chaos-api.ts'
import { type EndpointServer, startEndpointServer } from '../../local/endpoints/endpoint-server.ts'
import { createFakeClock } from '../../local/fake-clock.ts'
import { isStopped } from '../../local/is-stopped.ts'
import { createJumpingClock } from '../../local/jumping-clock.ts'
import { claimRuntimeFile, publishRuntimeFile } from '../../local/runtime-file.ts'
import { eventually } from '../../test/support/eventually.ts'
import { EXIT } from '../command.ts'
import { runCommand } from '../run-command.ts'

let stateDir: string
let chaos: Chaos
let server: EndpointServer

/** A runtime that has no more than the endpoint for faults. */
beforeEach(async () => {
  stateDir = await mkdtemp(join(tmpdir(), 'tailrace-chaos-'))
  const clock = createJumpingClock(createFakeClock())
  chaos = createChaos(clock)
  const serve = serveChaos(chaos, clock)
  server = await startEndpointServer(async (request) => serve(request) ?? { status: 404 })
  await claimRuntimeFile(stateDir, { region: 'eu-west-1', keeps: false })
  const endpoints = { chaos: server.url + CHAOS_PATH }
  await publishRuntimeFile(stateDir, { endpoints, engines: {}, resources: {} })
})
afterEach(async () => {
  await server.stop()
  await rm(stateDir, { recursive: true, force: true })
})

async function type(line: string) {
  const printed: string[] = []
  const exitCode = await runCommand(line.split(' '), {
    ...{ env: {}, root: '.', stateDir, stdin: Readable.from([]) },
    print: (text) => printed.push(text),
    complain: (text) => printed.push(text),
  })
  return { exitCode, lines: printed.join('\n').split('\n') }
}

describe('tailrace chaos', () => {
  it('adds to what is set, and says what that is', async () => {
    await type('chaos search --delay 2s --error 0.2 --seed 7')
    const { exitCode, lines } = await type('chaos cache --lost-reply 0.055 --delay 1500ms')

    expect(exitCode).toBe(EXIT.ok)
    expect(chaos.faults()).toEqual({
      search: { delayMs: 2_000, error: 0.2 },
      cache: { delayMs: 1_500, lostReply: 0.055 },
    })
    expect(lines).toEqual([
      'Faults on purpose (seed 7; off again: npx tailrace chaos off):',
      '  search      delay 2 s, error 20 %',
      '  cache       delay 1500 ms, lost reply 5.5 %',
    ])
  })

  it('takes a fault away with 0, a hop with off, and all with off alone', async () => {
    await type('chaos search --delay 2s --error 0.2')
    await type('chaos bus --refuse 0.5')
    await type('chaos search --delay 0')
    expect(chaos.faults()).toEqual({ search: { error: 0.2 }, bus: { refuse: 0.5 } })

    await type('chaos off search')
    expect(chaos.faults()).toEqual({ bus: { refuse: 0.5 } })
    const { lines } = await type('chaos off')

    expect([chaos.faults(), lines]).toEqual([{}, ['Nothing goes wrong on purpose.']])
  })

  it('shows what is set, and what can be', async () => {
    await type('chaos sinks --kill 0.1')

    const { exitCode, lines } = await type('chaos')

    expect(exitCode).toBe(EXIT.ok)
    expect(lines[1]).toBe('  sinks       kill 10 %')
    expect(lines).toContainEqual(
      expect.stringMatching(
        /^ {2}bus +the Pipe puts events on the bus +delay error lost-reply duplicate reorder refuse$/,
      ),
    )
  })

  it('sets everything at once from a file', async () => {
    const file = join(stateDir, 'faults.json')
    const faults = { lake: { error: 1 }, stream: { delayMs: 5 } }
    await writeFile(file, JSON.stringify(faults))
    await type('chaos search --error 1')

    const { exitCode } = await type(`chaos --file ${file} --seed 3`)

    expect([exitCode, chaos.faults(), chaos.seed()]).toEqual([EXIT.ok, faults, 3])
  })

  it('moves the clock, and says how far it is ahead by now', async () => {
    await type('chaos jump 90s')

    const { lines } = await type('chaos jump 15m')

    expect(lines).toEqual([
      'The clock jumped 15 min on.',
      'Nothing goes wrong on purpose.',
      "The clock is 16 min 30 s ahead of the machine's.",
    ])
  })

  it.each([
    ['serch --error 0.2', ['There is no "serch" (search?): see npx tailrace help chaos.']],
    ['frieze redis', ['There is no "frieze" (freeze?): see npx tailrace help chaos.']],
    [
      'serch --error 2 --delay soon --seed x',
      [
        'There is no "serch" (search?)',
        '--delay is "soon", and is a time up to an hour, as 2s or 500ms.',
        '--error is "2", and is a chance from 0 to 1.',
        '--seed is "x", and is a whole number from 0 to 4294967295.',
      ],
    ],
    ['bus --kill 1', ['--kill is no fault of bus, which has --delay, --error, --lost-reply']],
    ['search', ['What is to go wrong at search?']],
    ['search --eror 1', ["Unknown option '--eror'; there is --error"]],
    ['search --error nan', ['--error is "nan"']],
    ['search --delay 2', ['--delay is "2" without a unit: write 2s or 2ms.']],
    ['search --delay 2h', ['--delay is "2h"']],
    ['search cache --error 1', ['One hop at a time.']],
    ['--error 1', ['At which hop: stream, ']],
    ['off serch', ['There is no "serch" (search?) among the hops.']],
    ['off --error 1', ['--error is for a hop.']],
    ['jump', ['How far is the clock to jump? 15m, 90s or 2h.']],
    ['jump 2', ['How far is the clock to jump? 2 has no unit: 2s or 2m.']],
    ['jump back', ['How far is the clock to jump? 15m, 90s or 2h, not "back".']],
    ['jump 60d', ['The clock jumps by 31 days at most, not "60d".']],
    ['jump 0.4ms', ['How far is the clock to jump? 15m, 90s or 2h, not "0.4ms".']],
    ['kill', ['Which engine: opensearch, dynamodb, redis, sqs?']],
    ['kill opensarch', ['There is no "opensarch" (opensearch?) among the engines.']],
    ['--file /nowhere.json', ['/nowhere.json cannot be read: ENOENT']],
    ['search --file faults.json', ['--file is of all hops']],
  ])('refuses "%s" as bad input, and changes nothing', async (line, sentences) => {
    const { exitCode, lines } = await type(`chaos ${line}`)

    expect(exitCode).toBe(EXIT.input)
    expect(lines).toEqual(sentences.map((sentence) => expect.stringContaining(sentence)))
    expect(chaos.faults()).toEqual({})
  })

  it('lists all that is wrong in a file', async () => {
    const file = join(stateDir, 'faults.json')
    await writeFile(file, '{"serch": {}, "search": {"error": 7}}')

    const { exitCode, lines } = await type(`chaos --file ${file}`)

    expect(exitCode).toBe(EXIT.input)
    expect(lines).toEqual([
      `${file}: There is no "serch" (search?) among the hops.`,
      'search: error lies within 0 and 1, not 7.',
    ])
  })

  it('says that nothing runs, once what was typed can be done', async () => {
    await rm(join(stateDir, 'runtime.json'))

    expect((await type('chaos search --error 2')).exitCode).toBe(EXIT.input)
    for (const line of ['chaos', 'chaos off', 'chaos kill redis', 'chaos jump 1s']) {
      const { exitCode, lines } = await type(line)
      expect(exitCode).toBe(EXIT.environment)
      expect(lines[0]).toContain('Nothing is running here')
    }
  })

  it('says that the runtime does not answer', async () => {
    await server.stop()

    const { exitCode, lines } = await type('chaos')

    expect(exitCode).toBe(EXIT.environment)
    expect(lines[0]).toContain('The runtime does not answer: ')
  })

  it('says that an engine is not the runtime’s own', async () => {
    const { exitCode, lines } = await type('chaos freeze redis')

    expect(exitCode).toBe(EXIT.environment)
    expect(lines).toEqual([
      'Redis is no process of this runtime, which was given one by REDIS_URL.',
    ])
  })
})

describe('a frozen engine', () => {
  const THAW = '  redis       frozen (npx tailrace chaos thaw redis)'

  let redis: ChildProcess
  const isFrozen = () => isStopped(redis.pid ?? 0)

  beforeEach(async () => {
    redis = spawn('sleep', ['60'])
    await publishRuntimeFile(stateDir, {
      endpoints: { chaos: server.url + CHAOS_PATH },
      engines: { redis: { pid: redis.pid ?? 0, port: 6379, log: '' } },
      resources: {},
    })
    await type('chaos freeze redis')
    await eventually(async () => expect(await isFrozen()).toBe(true))
  })
  afterEach(() => {
    redis.kill('SIGKILL')
  })

  it('is shown, alone and beside faults', async () => {
    expect((await type('chaos')).lines.slice(0, 2)).toEqual([
      'Faults on purpose (off again: npx tailrace chaos off):',
      THAW,
    ])
    expect((await type('chaos search --error 1')).lines).toEqual([
      'Faults on purpose (seed 0; off again: npx tailrace chaos off):',
      '  search      error 100 %',
      THAW,
    ])
  })

  it('goes on with off, not with off of a hop', async () => {
    await type('chaos search --error 1')
    expect((await type('chaos off search')).lines).toContain(THAW)
    expect(await isFrozen()).toBe(true)

    const { exitCode, lines } = await type('chaos off')

    expect(exitCode).toBe(EXIT.ok)
    expect(lines).toEqual([
      `Redis (process ${redis.pid}) goes on.`,
      'Nothing goes wrong on purpose.',
    ])
    expect(await isFrozen()).toBe(false)
  })
})
