import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { EXIT, InputError } from '../command.ts'
import { cost } from './cost.ts'

let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tailrace-cost-'))
})
afterAll(() => rm(folder, { recursive: true }))

/** What the command prints; none of it touches the machine. */
async function run(...args: string[]): Promise<string> {
  const printed: string[] = []
  const context = {
    env: {},
    stateDir: folder,
    root: folder,
    print: (line: string) => printed.push(line),
    stdin: process.stdin,
  }
  expect(await cost.run(args, context)).toBe(EXIT.ok)
  return printed.join('\n')
}

function toNumber(text: string): number {
  return Number(text.replaceAll(',', ''))
}

describe('tailrace cost', () => {
  it('prints the bill of a stage at a rate', async () => {
    const text = await run('--stage', 'prod', '--rate', '20')

    expect(text).toContain(
      'Stage prod at 20 changes a second, 52.6 M a month (us-east-1, prices of',
    )
    expect(text).toMatch(/Search +nodes \(2 x r7g.large.search\) +1460 node-hours +259.88 +259.88/)
    expect(text).toMatch(/\nTogether +[\d.]+ +[\d.]+ +[\d.]+\n/)
    expect(text).toContain('Costs most: Search, nodes $259.88')
    expect(text).toContain('Saves most, each alone:')
  })

  it('prints each rate, and says that a stage is not declared', async () => {
    const text = await run('--stage', 'acceptance', '--rate', '1', '--rate', '0.5')

    expect(text).toContain(
      'Stage acceptance (not in infra/stages.ts: defaults) at 1 change a second',
    )
    expect(text).toContain('at 0.5 changes a second')
  })

  it('gives one object with --json, whose lines add up', async () => {
    const report = JSON.parse(await run('--rate', '1', '--rate', '100', '--json'))

    const prices = { region: 'us-east-1' }
    expect(report).toMatchObject({ stage: 'prod', isDeclared: true, prices })
    expect(report.estimates).toHaveLength(2)
    for (const { dollars, dollarsFixed, lines } of report.estimates) {
      const sum = (wanted: { dollars: number }[]) =>
        wanted.reduce((total, line) => total + line.dollars, 0)
      expect(sum(lines)).toBeCloseTo(dollars, 9)
      expect(sum(lines.filter((line: { fixed: boolean }) => line.fixed))).toBeCloseTo(
        dollarsFixed,
        9,
      )
    }
  })

  it('the table in docs/cost.md is what it says now', async () => {
    const page = await readFile(join(import.meta.dirname, '../../docs/cost.md'), 'utf8')
    const rows = [...page.matchAll(/^\| ([\d,]+) \|(.+)\|$/gm)].map(
      ([, rate = '', cells = '']) => ({
        rate: toNumber(rate),
        figures: cells.split('|').map(toNumber),
      }),
    )
    const rates = rows.flatMap(({ rate }) => ['--rate', String(rate)])
    const { estimates } = JSON.parse(await run(...rates, '--json'))

    expect(rows).toHaveLength(4)
    for (const [place, { figures }] of rows.entries()) {
      const { dollars, dollarsFixed, dollarsNaive, changes } = estimates[place]
      const [forChanges, fixed, together, million = 0, naive] = figures
      expect([forChanges, fixed, together, naive]).toEqual(
        [dollars - dollarsFixed, dollarsFixed, dollars, dollarsNaive].map(Math.round),
      )
      expect(million).toBeCloseTo((dollars / changes) * 1e6, million < 10 ? 1 : 0)
    }
  })

  it('makes orders longer until a record has the wished bytes', async () => {
    const report = JSON.parse(await run('--record-bytes', '20000', '--json'))

    expect(report.sizes.recordBytes).toBeGreaterThan(19_800)
    expect(report.sizes.recordBytes).toBeLessThan(20_200)
  })

  it('measures items of a file', async () => {
    const file = join(folder, 'items.json')
    const item = { pk: 'CUSTOMER#c-1', sk: 'ORDER#o-1', orderId: 'o-1', note: 'x'.repeat(5_000) }
    await writeFile(file, JSON.stringify(item))

    const report = JSON.parse(await run('--file', file, '--json'))

    // It lacks what an order must have, so all is parked; both images are in the record.
    expect(report.sizes.recordBytes).toBeGreaterThan(10_000)
    expect(report.sizes.storedPerChange).toBe(1)
  })

  it('counts half where half of the changes are removals by TTL, which the Pipe drops', async () => {
    const bus = async (...args: string[]) => {
      const report = JSON.parse(await run('--json', ...args))
      return report.estimates[0].lines.find((line: { part: string }) => line.part === 'Bus').dollars
    }

    expect(await bus('--expired', '50')).toBeCloseTo((await bus()) / 2, 9)
  })

  it.each([
    [
      ['--stage', 'pord'],
      'There is no stage "pord" in infra/stages.ts (prod?). One with all defaults stands there as "pord: {}".',
    ],
    [['--rate', '0'], '--rate is "0"'],
    [['--rate', 'fast'], '--rate is "fast"'],
    [['--expired', '100'], '--expired is "100"'],
    [['--record-bytes', '100'], "the example's orders have"],
    [['--record-bytes', '9000', '--file', 'x.json'], 'one of them'],
    [['--file', 'nowhere.json'], 'nowhere.json cannot be read: there is no such file.'],
  ])('refuses %j', async (args, reason) => {
    const refused = run(...args)

    await expect(refused).rejects.toThrow(InputError)
    await expect(refused).rejects.toThrow(reason)
  })
})
