import { beforeEach, describe, expect, it } from 'vitest'
import { toRetryable, toUnknown } from '../../shared/batch/outcome.ts'
import { MemoryLakeStream } from '../../test/fakes/memory-lake.ts'
import { putLines } from './put-lines.ts'

const THROTTLED = toRetryable('lake.throttled')
const APPLIED = { kind: 'applied' }

describe('putLines', () => {
  let stream: MemoryLakeStream
  let waits: number[]
  beforeEach(() => {
    stream = new MemoryLakeStream()
    waits = []
  })

  const put = (lines: readonly string[], { random = 0, hasTime = true } = {}) =>
    putLines(
      lines.map((line) => Buffer.from(line)),
      {
        stream,
        hasTime: () => hasTime,
        random: () => random,
        wait: async (ms) => {
          waits.push(ms)
        },
      },
    )

  it('hands over once what is taken at once', async () => {
    expect(await put(['a', 'b'])).toEqual([APPLIED, APPLIED])
    expect(stream.calls).toEqual([['a', 'b']])
    expect(waits).toEqual([])
  })

  it('hands over again, alone, what was refused', async () => {
    stream.answer = (line, _, calls) =>
      line === 'b' && calls < 3 ? THROTTLED : { kind: 'applied' }

    expect(await put(['a', 'b', 'c'])).toEqual([APPLIED, APPLIED, APPLIED])
    expect(stream.calls).toEqual([['a', 'b', 'c'], ['b'], ['b']])
    expect(stream.lines).toEqual(['a', 'c', 'b'])
  })

  it('waits longer each time, between half and all of it', async () => {
    stream.answer = (line) => (line === 'b' ? THROTTLED : { kind: 'applied' })

    await put(['a', 'b'])
    await put(['a', 'b'], { random: 0.999 })

    expect(waits).toEqual([100, 200, 400, 200, 400, 800])
  })

  it('gives up what is refused four times', async () => {
    stream.answer = (line) => (line === 'b' ? THROTTLED : { kind: 'applied' })

    expect(await put(['a', 'b'])).toEqual([APPLIED, THROTTLED])
    expect(stream.calls).toHaveLength(4)
  })

  it('leaves a stream alone that takes nothing', async () => {
    stream.answer = () => THROTTLED

    expect(await put(['a', 'b'])).toEqual([THROTTLED, THROTTLED])
    expect(stream.calls).toHaveLength(1)
  })

  it('hands nothing over again when there is no time', async () => {
    stream.answer = (line) => (line === 'b' ? THROTTLED : { kind: 'applied' })

    expect(await put(['a', 'b'], { hasTime: false })).toEqual([APPLIED, THROTTLED])
    expect(stream.calls).toHaveLength(1)
  })

  it('does not hand over again what nobody has classified', async () => {
    const unknown = toUnknown('record New')
    stream.answer = (line) => (line === 'b' ? unknown : { kind: 'applied' })

    expect(await put(['a', 'b'])).toEqual([APPLIED, unknown])
    expect(stream.calls).toHaveLength(1)
  })

  it('asks nothing for no line', async () => {
    expect(await put([])).toEqual([])
    expect(stream.calls).toEqual([])
  })
})
