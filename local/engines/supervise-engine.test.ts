import { describe, expect, it } from 'vitest'
import { createFakeClock } from '../fake-clock.ts'
import type { SignalBody } from '../signals.ts'
import { EngineNotStarted, type EngineProcess } from './engine-process.ts'
import { engineRules } from './rules.ts'
import {
  EngineLost,
  RESTARTS_IN_A_ROW_MAX,
  STEADY_AFTER_MS,
  superviseEngine,
} from './supervise-engine.ts'

const LOG = '/state/logs/opensearch.log'

describe(engineRules.comesBack.text, () => {
  it('tells its end with the reason, and its return after it was published', async () => {
    const test = supervise()

    test.newest().end('signal SIGKILL')
    await test.clock.settle()

    expect(test.told).toEqual([
      { type: 'engine.down', engine: 'opensearch', reason: 'signal SIGKILL' },
      { type: 'published', pid: 2 },
      { type: 'engine.up', engine: 'opensearch', afterMs: 0 },
    ])
    expect(test.engine.isDown()).toBe(false)
  })

  it('is down until its new process is ready', async () => {
    const test = supervise()
    test.holdStarts()

    test.newest().end('exit status 1')
    await test.clock.advance(7_000)
    expect(test.engine.isDown()).toBe(true)
    test.releaseStarts()
    await test.clock.settle()

    expect(test.engine.isDown()).toBe(false)
    expect(test.told).toContainEqual({ type: 'engine.up', engine: 'opensearch', afterMs: 7_000 })
  })
})

it(engineRules.backsOff.text, async () => {
  const test = supervise()
  test.refuseStarts('did not start (exit status 1)')

  test.newest().end('signal SIGKILL')
  await test.clock.advance(60_000)

  const delays = test.told.flatMap((signal) =>
    signal.type === 'retry.scheduled' ? [signal.delayMs] : [],
  )
  expect(delays).toEqual([500, 1_000, 2_000, 4_000])
  expect(test.starts()).toBe(RESTARTS_IN_A_ROW_MAX)
})

describe(engineRules.givesUp.text, () => {
  it('when it does not start', async () => {
    const test = supervise()
    test.refuseStarts('did not start (exit status 1)')

    test.newest().end('signal SIGKILL')
    await test.clock.advance(60_000)

    const error = await test.engine.lost
    expect(error).toBeInstanceOf(EngineLost)
    expect(error.message).toBe(
      `OpenSearch was restarted 5 times in a row and did not stay up (did not start (exit status 1)): its log is ${LOG}`,
    )
  })

  it('when it starts and dies again and again', async () => {
    const test = supervise()

    for (let deaths = 0; deaths <= RESTARTS_IN_A_ROW_MAX; deaths++) {
      test.newest().end('exit status 137')
      await test.clock.advance(10_000)
    }

    expect((await test.engine.lost).message).toContain('exit status 137')
  })
})

it(engineRules.countsSteady.text, async () => {
  const test = supervise()

  for (let deaths = 0; deaths < 3 * RESTARTS_IN_A_ROW_MAX; deaths++) {
    await test.clock.advance(STEADY_AFTER_MS)
    test.newest().end('signal SIGKILL')
    await test.clock.settle()
  }

  expect(test.starts()).toBe(3 * RESTARTS_IN_A_ROW_MAX)
  expect(test.told.filter(({ type }) => type === 'retry.scheduled')).toEqual([])
})

it(engineRules.saysPortTaken.text, async () => {
  const test = supervise()
  test.refuseStarts('did not start (port 9200 is taken by another process)')

  test.newest().end('signal SIGKILL')
  await test.clock.settle()
  test.acceptStarts()
  await test.clock.advance(500)

  expect(test.told).toContainEqual({
    type: 'retry.scheduled',
    resource: 'OpenSearch',
    delayMs: 500,
    reason: 'did not start (port 9200 is taken by another process)',
  })
  expect(test.engine.isDown()).toBe(false)
})

describe(engineRules.stopsRestart.text, () => {
  it('while it waits for the next attempt', async () => {
    const test = supervise()
    test.refuseStarts('did not start (exit status 1)')
    test.newest().end('signal SIGKILL')
    await test.clock.settle()

    await test.engine.stop()

    expect(test.starts()).toBe(1)
    await test.clock.advance(60_000)
    expect(test.starts()).toBe(1)
  })

  it('while the new process starts', async () => {
    const test = supervise()
    test.holdStarts()
    test.newest().end('signal SIGKILL')
    await test.clock.settle()

    const stopped = test.engine.stop()
    await test.clock.settle()
    // The process was ready before it heard of the stop.
    test.releaseStarts()
    await stopped

    expect(test.running()).toEqual([])
    expect(test.told.map(({ type }) => type)).toEqual(['engine.down'])
  })

  it('and an end that was asked for is no death', async () => {
    const test = supervise()

    await test.engine.stop()

    expect(test.told).toEqual([])
    expect(test.running()).toEqual([])
  })
})

it('tells each new process what it told the first, before it listens', async () => {
  const test = supervise()
  test.engine.tell('clock 1000')
  test.engine.tell('clock 5000')
  const first = test.newest()

  first.end('signal SIGKILL')
  await test.clock.settle()

  expect(first.lines).toEqual(['clock 1000', 'clock 5000'])
  expect(test.firstLines()).toEqual(['clock 5000'])
  expect(test.newest().lines).toEqual(['clock 5000'])
  await test.engine.stop()
})

it('ends the run with an error that is none of the engine', async () => {
  const bug = new TypeError('a bug')
  const test = supervise()
  test.failPublishing(bug)

  test.newest().end('signal SIGKILL')

  expect(await test.engine.lost).toBe(bug)
})

interface FakeProcess extends EngineProcess {
  readonly lines: readonly string[]
  end(how: string): void
}

function fakeProcess(pid: number, onEnd: () => void): FakeProcess {
  const { promise: exited, resolve } = Promise.withResolvers<string>()
  const end = (how: string) => {
    onEnd()
    resolve(how)
  }
  const lines: string[] = []
  const tell = (line: string) => void lines.push(line)
  return { pid, exited, end, lines, tell, stop: async () => end('exit status 0') }
}

/** Supervises processes 1, 2, ... on a fake clock; jitter is off. */
function supervise() {
  const clock = createFakeClock()
  const told: (SignalBody | { type: 'published'; pid: number })[] = []
  const processes: FakeProcess[] = []
  const running = new Set<number>()
  const firstLines: (string | undefined)[] = []
  let starts = 0
  let refusal: string | undefined
  let held: PromiseWithResolvers<void> | undefined
  let publishingFails: Error | undefined

  const run = () => {
    const pid = processes.length + 1
    const process = fakeProcess(pid, () => running.delete(pid))
    processes.push(process)
    running.add(pid)
    return process
  }
  const engine = superviseEngine({
    engine: 'opensearch',
    label: 'OpenSearch',
    log: LOG,
    first: run(),
    clock,
    random: () => 1,
    emit: (signal) => told.push(signal),
    restart: async (_signal, firstLine) => {
      starts += 1
      firstLines.push(firstLine)
      if (refusal) throw new EngineNotStarted({ label: 'OpenSearch', log: LOG }, refusal)
      await held?.promise
      return run()
    },
    onRestarted: async () => {
      if (publishingFails) throw publishingFails
      told.push({ type: 'published', pid: engine.pid() })
    },
  })
  return {
    clock,
    engine,
    told,
    starts: () => starts,
    firstLines: () => firstLines,
    running: () => [...running],
    newest: () => processes.at(-1) as FakeProcess,
    refuseStarts: (reason: string) => {
      refusal = reason
    },
    acceptStarts: () => {
      refusal = undefined
    },
    holdStarts: () => {
      held = Promise.withResolvers()
    },
    releaseStarts: () => held?.resolve(),
    failPublishing: (error: Error) => {
      publishingFails = error
    },
  }
}
