import { describe, expect, it } from 'vitest'
import { EXIT } from '../command.ts'
import { formatTime } from '../up/format-change.ts'
import { needsBox } from './needs-box.ts'
import { describeUnknown, trace } from './trace.ts'
import { toClockLines, toWayLines } from './trace-lines.ts'

const ID = 'CUSTOMER#c-17|ORDER#o-204'

function contextOf(printed: string[] = []) {
  const print = (line: string) => printed.push(line)
  return { env: {}, root: '/nowhere', stateDir: '/nowhere', print, stdin: process.stdin }
}

async function run(...args: string[]): Promise<string[]> {
  const printed: string[] = []
  expect(await trace.run(args, contextOf(printed))).toBe(EXIT.ok)
  return printed
}

describe('tailrace trace', () => {
  it.each([
    [[], 'Which change'],
    [['CUSTOMER#c-17', 'ORDER#o-204'], 'in quotes'],
    [[ID, '--limit', '0'], '--limit is "0"'],
    [['e-1', '--region', 'eu-west-1'], '--region is for --stage'],
    [['e-1', '--stage', 'pr od'], '"pr od" is no name of a stage'],
    [[ID], 'Nothing is running here'],
  ])('refuses %j', async (args, sentence) => {
    await expect(trace.run(args, contextOf())).rejects.toThrow(sentence)
  })

  it('prints the query for a stage, with its log groups', async () => {
    const lines = await run('c81e728d9d4c2f63', '--stage', 'prod')

    expect(lines).toEqual(
      expect.arrayContaining([
        '  /aws/lambda/tailrace-prod-searchProjector',
        '  | filter @message like "c81e728d9d4c2f63"',
        '  npx tailrace dlq show c81e728d9d4c2f63 --stage prod',
      ]),
    )
    expect(lines.join('\n')).not.toContain('tailrace lake')
  })

  it('doubts what is neither an eventID nor an id, and still answers', async () => {
    const lines = await run('o-204', '--stage', 'prod')

    expect(lines[0]).toContain('"o-204" does not look like an eventID, and has no "|"')
    expect(lines[1]).toContain("WHERE id LIKE '%o-204%'")
    expect(lines).toContain('  | filter @message like "o-204"')
    for (const known of [ID, '45699bdc-0964-41ae-9e14-52773f576f41']) {
      expect((await run(known, '--stage', 'prod'))[0]).not.toContain('does not look')
    }
  })

  it("leads from an item's id to its changes by the lake, and quotes it", async () => {
    const lines = await run("CUSTOMER#o'c|ORDER#1", '--stage', 'prod')

    expect(lines.join('\n')).toContain("WHERE id = 'CUSTOMER#o''c|ORDER#1'")
    const [json = ''] = await run('e-1', '--stage', 'prod', '--json')
    expect(JSON.parse(json)).toMatchObject({ logGroups: { length: 4 } })
  })
})

describe('toWayLines', () => {
  it("tells times as fine as they are known, and the item's id", () => {
    const at = '2026-11-21T07:26:36.045Z'
    const change = {
      ...{ eventID: 'e-1', id: ID, entity: 'order', op: 'modify', time: at, position: null },
    }
    const hops = [
      { hop: 'table', state: 'modify', at, says: 'number 7' },
      { hop: 'enrichment', state: 'enriched', at, says: 'enriched' },
      { hop: 'bus', state: 'not accepted', at: null, says: 'not there' },
    ]

    const [head, ...lines] = toWayLines({ change, hops }, 60_000)

    const time = formatTime(Date.parse(at))
    expect(head).toMatch(/^modify {2}CUSTOMER#c-17\|ORDER#o-204 {2}2026-11-2\d {2}e-1$/)
    expect(lines).toEqual([
      `  table       ${time.slice(0, 5)}         number 7`,
      `  enrichment  ${time}.045  enriched`,
      '  bus                       not there',
    ])
  })
})

describe('an id that a terminal would obey', () => {
  const CLEARED = 'CUSTOMER#\u001b[2J'

  it('is shown in letters', () => {
    const change = {
      ...{ eventID: 'e-1', id: CLEARED, entity: 'order', op: 'modify', time: null, position: null },
    }
    const hops = [{ hop: 'search', state: 'poison', at: null, says: CLEARED }]

    expect(toWayLines({ change, hops }, 1).join('\n')).not.toContain('\u001b')
    expect(describeUnknown(CLEARED, { lookedThrough: [], silent: [CLEARED] })).toContain(
      'Nobody knows a change or an item "CUSTOMER#\\u001b[2J"',
    )
    expect(describeUnknown('', { lookedThrough: [], silent: [CLEARED] })).not.toContain('\u001b')
  })
})

describe('toClockLines', () => {
  it('says which times have a clock that was moved', () => {
    expect([...toClockLines(0), ...toClockLines(undefined)]).toEqual([])
    expect(toClockLines(7_200_000)[0]).toContain('The clock is 2 h ahead (npx tailrace chaos jump)')
  })
})

describe('needsBox', () => {
  const mention = (service: string, outcome: string) => ({
    ...{ eventID: 'e-1', at: '2026-11-21T07:26:36Z', service, outcome },
  })

  it('reads no DLQ of a sink that is done, and all where nothing is known', () => {
    const done = [mention('bus', 'accepted'), mention('search-projector', 'stale')]
    const boxes = ['pipe', 'search', 'lake', 'cache', 'parked', 'bus']

    expect(boxes.filter((box) => needsBox(box, done))).toEqual(['lake', 'cache'])
    expect(boxes.filter((box) => needsBox(box, []))).toEqual([
      ...['pipe', 'search', 'lake', 'cache', 'bus'],
    ])
    expect(boxes.filter((box) => needsBox(box, [mention('enrichment', 'ignored')]))).toEqual([])
  })
})
