import { describe, expect, it } from 'vitest'
import { aLetter } from '../../test/builders/letter.ts'
import { MemoryLetterBox } from '../../test/fakes/memory-letter-box.ts'
import { applyRedrive } from './apply-redrive.ts'
import { createPace } from './create-pace.ts'
import type { Judgement, Route, Verdict } from './judgement.ts'
import type { Letter, ReadLetter } from './letter.ts'
import { planRedrive } from './read-box.ts'

const READ = (letter: Letter): ReadLetter => ({
  ...{ letter, kind: 'receives', code: letter.attributes.code ?? null, message: null },
  content: { of: 'record', record: letter.body },
})

function aBox(count: number, portion = 10) {
  const letters = Array.from({ length: count }, (_, n) => aLetter({ body: `body ${n}` }))
  const box = new MemoryLetterBox(letters)
  box.portion = portion
  return box
}

/** Letters whose body a test names get another verdict; what goes is noted. */
function aRoute(verdicts: Readonly<Record<string, Verdict>> = {}) {
  const sent: string[] = []
  const failing = new Set<string>()
  const route: Route = {
    judge: async (letters) =>
      letters.map((read) => {
        const { body } = read.letter
        const verdict = verdicts[body] ?? 'applied'
        if (verdict === 'poison') return { read, verdict }
        const send = async () => {
          if (failing.has(body)) throw new Error('refused')
          sent.push(body)
        }
        return { read, verdict, send }
      }),
  }
  return { route, sent, failing }
}

async function plan(
  box: MemoryLetterBox,
  route: Route,
  wanted: { code?: string; limit?: number } = {},
) {
  const planned = new Map<string, Judgement>()
  let judged = 0
  const reading = await planRedrive(
    {
      ...{ box, route, read: READ, wanted: { limit: 1_000, ...wanted } },
      ...{ signal: new AbortController().signal, onProgress: () => undefined },
    },
    (read, judgement) => {
      judged += 1
      planned.set(read.letter.id, judgement)
    },
  )
  expect(judged, 'each letter is judged once').toBe(planned.size)
  return { planned, reading }
}

async function apply(
  box: MemoryLetterBox,
  route: Route,
  options: {
    planned?: Iterable<string>
    signal?: AbortSignal
    onDone?: (count: number) => void
    clock?: () => number
  } = {},
) {
  const done: Judgement[] = []
  const result = await applyRedrive({
    ...{ box, route, read: READ, pace: async () => undefined },
    clock: options.clock ?? (() => 0),
    planned: new Set(options.planned ?? box.letters.keys()),
    signal: options.signal ?? new AbortController().signal,
    onDone: (_, judgement) => {
      done.push(judgement)
      options.onDone?.(done.length)
    },
  })
  return { done, result }
}

describe('planRedrive', () => {
  it('judges each letter once, sends nothing and gives all back', async () => {
    const box = aBox(25)
    const { route, sent } = aRoute({ 'body 3': 'poison' })

    const { planned } = await plan(box, route)

    expect(planned.size).toBe(25)
    expect([...planned.values()].filter(({ verdict }) => verdict === 'poison')).toHaveLength(1)
    expect(sent).toEqual([])
    expect(box.letters.size).toBe(25)
    expect(box.held.size).toBe(0)
  })

  it('ends though holds end while it reads', async () => {
    const box = aBox(25, 4)
    box.forgetsHolds = true

    expect((await plan(box, aRoute().route)).planned.size).toBe(25)
  })

  it('takes as many as wanted, of the code that is wanted', async () => {
    const letters = [1, 2, 3, 4].map((n) => aLetter({ attributes: { code: n > 1 ? 'b' : 'a' } }))
    const box = new MemoryLetterBox(letters)

    const { planned } = await plan(box, aRoute().route, { code: 'b', limit: 2 })

    expect([...planned.keys()]).toEqual([letters[1]?.id, letters[2]?.id])
    expect(box.held.size).toBe(0)
  })

  it('says how many the box counts beyond those that it handed out', async () => {
    const box = aBox(5)
    box.count = async () => ({ waiting: 12, held: 0 })

    expect((await plan(box, aRoute().route)).reading).toMatchObject({ unread: 7 })
    expect((await plan(box, aRoute().route, { limit: 5 })).reading).toMatchObject({
      ...{ unread: 0, isLimited: true },
    })
  })

  it('says how many another reader holds', async () => {
    const box = aBox(5)
    box.portion = 2
    await box.receive()

    const { planned, reading } = await plan(box, aRoute().route)

    expect(planned.size).toBe(3)
    expect(reading.held).toBe(2)
  })
})

describe('applyRedrive', () => {
  it('removes what went, keeps and gives back what did not', async () => {
    const box = aBox(12)
    const { route, sent, failing } = aRoute({ 'body 1': 'poison', 'body 2': 'stale' })
    failing.add('body 5')

    const { done, result } = await apply(box, route)

    expect(sent).toHaveLength(10)
    expect([...box.letters.values()].map(({ body }) => body).toSorted()).toEqual([
      'body 1',
      'body 5',
    ])
    expect(box.held.size).toBe(0)
    expect(done.filter(({ verdict }) => verdict === 'failed')).toMatchObject([{ code: 'Error' }])
    expect(result).toEqual({ notReached: 0, notGivenBack: 0, isInterrupted: false })
  })

  it('sends before it removes: what could not be removed goes again, and nothing is lost', async () => {
    const box = aBox(3)
    const { route, sent } = aRoute()
    const [first = ''] = box.letters.keys()
    box.stuck.add(first)

    const { done } = await apply(box, route)
    expect(done.map(({ verdict }) => verdict)).toEqual(['failed', 'applied', 'applied'])
    box.stuck.clear()
    await apply(box, route)

    expect(sent).toEqual(['body 0', 'body 1', 'body 2', 'body 0'])
    expect(box.letters.size).toBe(0)
  })

  it('does not touch what came after the plan, as a letter that came back at once', async () => {
    const box = aBox(3, 2)
    const sent: string[] = []
    const comesBack: Route = {
      judge: async (letters) =>
        letters.map((read) => ({
          ...{ read, verdict: 'tried' as const },
          send: async () => {
            sent.push(read.letter.body)
            const again = aLetter({ body: read.letter.body })
            box.letters.set(again.id, again)
          },
        })),
    }

    await apply(box, comesBack)

    expect(sent).toHaveLength(3)
    expect(box.letters.size).toBe(3)
    expect(box.held.size).toBe(0)
  })

  it.each([1, 2, 3])(
    'property: interrupted after %i letters, a second run does the rest',
    async (count) => {
      const box = aBox(4, 2)
      const { route, sent } = aRoute()
      const interrupted = new AbortController()

      const { result } = await apply(box, route, {
        signal: interrupted.signal,
        onDone: (done) => done === count && interrupted.abort(),
      })
      expect(result).toMatchObject({ notReached: 4 - count, isInterrupted: true })
      expect(box.held.size).toBe(0)
      await apply(box, route)

      expect(sent.toSorted()).toEqual(['body 0', 'body 1', 'body 2', 'body 3'])
      expect(box.letters.size).toBe(0)
    },
  )

  it('finds the letters of its plan behind thousands of others', async () => {
    const box = aBox(3_000)
    const { route, sent } = aRoute()
    const planned = [...box.letters.keys()].slice(-3)

    const { result } = await apply(box, route, { planned })

    expect(sent).toEqual(['body 2997', 'body 2998', 'body 2999'])
    expect(result).toMatchObject({ notReached: 0 })
    expect(box.held.size).toBe(0)
  })

  it('sends none that another reader may have got, because it took too long', async () => {
    const box = aBox(4)
    let nowMs = 0
    const { route, sent } = aRoute()
    const [, second = '', , fourth = ''] = box.letters.keys()

    const { result } = await apply(box, route, {
      clock: () => nowMs,
      onDone: (count) => {
        nowMs += box.holdMs
        if (count === 1) box.held.delete(second)
        if (count === 3) box.taken.add(fourth)
      },
    })

    // The second came free and is received once more; another reader has got the fourth.
    expect(sent.toSorted()).toEqual(['body 0', 'body 1', 'body 2'])
    expect(result).toMatchObject({ notReached: 1 })
  })

  it.each(['receive', 'judge'] as const)(
    'tells what it did until %s failed, and gives the rest back',
    async (failing) => {
      const box = aBox(6, 2)
      const { route, sent } = aRoute()
      const refusal = new Error('no answer')
      const steps = { receive: box.receive.bind(box), judge: route.judge }
      const failAfter = (count: number) => {
        let calls = 0
        return () => {
          calls += 1
          if (calls > count) throw refusal
        }
      }
      const check = failAfter(1)
      if (failing === 'receive') {
        box.receive = async () => {
          check()
          return steps.receive()
        }
      }
      const judge: Route['judge'] = async (letters) => {
        if (failing === 'judge') check()
        return steps.judge(letters)
      }

      const { done, result } = await apply(box, { judge })

      expect(done).toHaveLength(2)
      expect(result).toMatchObject({ failure: refusal, notReached: 4, isInterrupted: false })
      expect(sent).toHaveLength(2)
      expect(box.held.size).toBe(0)
    },
  )

  it('says what it did not reach, because another reader has it', async () => {
    const box = aBox(4)
    box.portion = 1
    await box.receive()

    const { result } = await apply(box, aRoute().route)

    expect(result.notReached).toBe(1)
    expect(box.held.size).toBe(1)
  })
})

describe('createPace', () => {
  it('lets no more go than so many a second', async () => {
    let nowMs = 0
    const went: number[] = []
    const wait = async (ms: number) => {
      nowMs += ms
    }
    const pace = createPace(4, { clock: () => nowMs, wait })

    for (let n = 0; n < 5; n += 1) {
      await pace()
      went.push(nowMs)
    }
    nowMs += 10_000
    await pace()
    await pace()

    expect(went).toEqual([0, 250, 500, 750, 1_000])
    expect(nowMs).toBe(11_250)
  })
})
