import { describe, expect, it } from 'vitest'
import { createFakeClock } from '../../fake-clock.ts'
import { checkSupport } from '../../template/check-support.ts'
import type { TemplateValue } from '../../template/template.ts'
import { eventSourceMapping } from './event-source-mapping.ts'
import { createFakeQueue } from './fake-queue.ts'
import { filterQueue, readFilter } from './filter-queue.ts'
import { mappingRules } from './rules.ts'

const VISIBILITY_MS = 30_000

function filtersOf(...patterns: readonly unknown[]) {
  return { Filters: patterns.map((pattern) => ({ Pattern: JSON.stringify(pattern) })) }
}

/** What of these bodies a mapping with these filters receives. */
async function passing(patterns: readonly unknown[], bodies: readonly string[]) {
  const clock = createFakeClock()
  const queue = createFakeQueue(clock, VISIBILITY_MS)
  const problems: unknown[] = []
  const passes = readFilter(filtersOf(...patterns)) ?? (() => true)
  const filtered = filterQueue(queue, passes, (problem) => problems.push(problem))
  queue.send(...bodies)
  const receive = () => filtered.receive({ waitSeconds: 0, messagesMax: 10 })
  const received = (await receive()).map(({ body }) => body)
  return { received, left: queue.ids().length, queue, receive, clock, problems }
}

function refusals(FilterCriteria: TemplateValue): readonly string[] {
  const { refused } = checkSupport({ FilterCriteria }, eventSourceMapping.support)
  return refused.map(({ path, message }) => `${path} ${message}`)
}

describe('a mapping with filters', () => {
  it(mappingRules.filteredAreDeleted.text, async () => {
    const pattern = { body: { status: ['open'] } }

    const { received, left } = await passing(
      [pattern],
      ['{"status":"open"}', '{"status":"shut"}', '{}'],
    )

    expect(received).toEqual(['{"status":"open"}'])
    expect(left).toBe(1)
  })

  it(`${mappingRules.filteredAreDeleted.text} Or comes again when that fails.`, async () => {
    const pattern = { body: { status: ['open'] } }
    const { queue, receive, clock, problems } = await passing([pattern], [])
    queue.send('{"status":"shut"}', '{"status":"open"}')

    queue.broken.remove = new Error('down')
    const received = await receive()
    delete queue.broken.remove
    await clock.advance(VISIBILITY_MS)
    await receive()

    expect(received.map(({ messageId }) => messageId)).toEqual(['m-1'])
    expect(problems).toEqual([new Error('down')])
    expect(queue.ids()).toEqual(['m-1'])
  })

  it(mappingRules.filtersAreAlternatives.text, async () => {
    const patterns = [{ body: { a: [1] } }, { body: { b: [{ exists: true }] } }]

    const { received } = await passing(patterns, ['{"a":1}', '{"b":0}', '{"a":2}'])

    expect(received).toEqual(['{"a":1}', '{"b":0}'])
  })

  it(mappingRules.filterOnJson.text, async () => {
    const patterns = [{ body: { n: [{ numeric: ['>', 5] }] } }]

    const { received } = await passing(patterns, ['{"n":6}', '{"n":5}', 'n', '{"n":6', '6', ''])

    expect(received).toEqual(['{"n":6}'])
  })

  it(mappingRules.filterOnText.text, async () => {
    const patterns = [{ body: [{ prefix: 'go' }, '17', '{"a":1}'] }]

    const { received } = await passing(patterns, ['go on', 'stop', '17', '{"a":1}', '[1]'])

    expect(received).toEqual(['go on', '17'])
  })

  it.each([
    ['six filters', filtersOf(...Array.from({ length: 6 }, () => ({ body: { a: [1] } })))],
    ['a long one', filtersOf({ body: { a: ['x'.repeat(4_097)] } })],
    ['an operator Lambda lacks', filtersOf({ body: { a: [{ wildcard: 'a*' }] } })],
    ['a scalar', filtersOf({ body: { a: 1 } })],
    ['no JSON', { Filters: [{ Pattern: '{' }] }],
  ])(`${mappingRules.filterLimits.text} %s`, (_, criteria) => {
    expect(refusals(criteria as TemplateValue)).toHaveLength(1)
  })

  it(`${mappingRules.filterLimits.text} Another key.`, () => {
    const criteria = filtersOf({ body: { a: [1] }, messageId: ['m-1'] })

    expect(() => readFilter(criteria)).toThrow('messageId: SQS messages are filtered by body only')
    expect(refusals(filtersOf({ body: { a: [1] } }))).toEqual([])
  })

  it.each([[undefined], [{}], [{ Filters: [] }]])('does not filter with %j', (criteria) => {
    expect(readFilter(criteria)).toBeUndefined()
  })
})
