import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { readMentions } from './read-mentions.ts'

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tailrace-trace-'))
})
afterEach(() => rm(folder, { recursive: true }))

const line = (second: number, service: string, outcome: string, more: object) =>
  JSON.stringify({
    ...{ timestamp: `2026-11-21T07:26:4${second}.000Z`, service, outcome, ...more },
    message: 'changes settled',
  })

async function write(name: string, ...lines: readonly string[]): Promise<void> {
  await writeFile(join(folder, name), `${lines.join('\n')}\n`)
}

describe('readMentions', () => {
  it('finds the lines of all logs that name a change, in the order of time', async () => {
    await write(
      'tailrace-dev-searchProjector.log',
      line(5, 'search-projector', 'retryable', { code: 'index.timeout', eventIDs: ['a', 'b'] }),
      line(7, 'search-projector', 'applied', { eventIDs: ['b'] }),
    )
    await write(
      'tailrace-dev-enrichment.log',
      line(1, 'enrichment', 'enriched', { eventIDs: ['b'] }),
    )

    const found = await readMentions(folder, new Set(['b']))

    expect(found.map(({ service, outcome, code }) => [service, outcome, code])).toEqual([
      ['enrichment', 'enriched', undefined],
      ['search-projector', 'retryable', 'index.timeout'],
      ['search-projector', 'applied', undefined],
    ])
  })

  it('finds what a rule says by the id that the bus gave the event', async () => {
    await write(
      'pipeline.log',
      line(1, 'bus', 'accepted', { eventIDs: ['a'], busId: 'bus-a' }),
      line(2, 'bus', 'accepted', { eventIDs: ['b'], busId: 'bus-b' }),
      line(3, 'SearchRule', 'delivered', { busId: 'bus-a' }),
      line(4, 'SearchRule', 'delivered', { busId: 'bus-b' }),
    )

    const found = await readMentions(folder, new Set(['b']))

    expect(found.map(({ eventID, at }) => [eventID, at])).toEqual([
      ['b', '2026-11-21T07:26:42.000Z'],
      ['b', '2026-11-21T07:26:44.000Z'],
    ])
  })

  it('passes over what is no such line, and finds nothing where there are no logs', async () => {
    const whole = line(1, 'enrichment', 'enriched', { eventIDs: ['a'] })
    await write(
      'broken.log',
      whole.slice(0, -9),
      'changes settled',
      '{"message":"changes settled"}',
    )

    expect(await readMentions(folder, new Set(['a']))).toEqual([])
    expect(await readMentions(join(folder, 'none'), new Set(['a']))).toEqual([])
  })
})
