import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { readLogLines } from './log-lines.ts'

const GOOD = JSON.stringify({ level: 'INFO', message: 'batch settled', applied: 2, retryCodes: {} })

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tailrace-log-lines-'))
})
afterEach(() => rm(folder, { recursive: true }))

async function faultsOf(line: string, ...secrets: readonly string[]): Promise<readonly string[]> {
  await writeFile(join(folder, 'tailrace-dev-enrichment.log'), `${GOOD}\n${line}\n`)
  const { lines, faults } = await readLogLines(folder, secrets)
  expect(lines).toBe(2)
  expect(faults.every(({ line: number }) => number === 2)).toBe(true)
  return faults.map(({ fault }) => fault)
}

describe('readLogLines', () => {
  it('finds nothing in what a function should say', async () => {
    expect(await faultsOf(GOOD, 'Ada L.', '1 High St')).toEqual([])
  })

  it.each([
    ['as it is', { reason: 'Preview: Ada "the" L.' }],
    ['in a list of a list', { reasons: [['x', 'of Ada "the" L.']] }],
    ['in JSON within text', { reason: JSON.stringify({ a: JSON.stringify(['Ada "the" L.']) }) }],
    ['as a name', { 'Ada "the" L.': 1 }],
  ])('finds a secret %s', async (_, fields) => {
    const line = JSON.stringify({ level: 'WARN', ...fields })

    expect(await faultsOf(line, 'Grace', 'Ada "the" L.')).toEqual(['it holds secret number 1'])
  })

  it.each(['after', 'NewImage', 'body', 'email', 'shippingAddress'])(
    'finds a member "%s", however deep',
    async (name) => {
      const member = { [name]: null }
      const line = JSON.stringify({ error: { causes: [member] }, text: JSON.stringify([member]) })

      expect(await faultsOf(line)).toEqual(Array(2).fill(`it has a member "${name}"`))
    },
  )

  it('finds what is no JSON object, with the secret in it', async () => {
    expect(await faultsOf('TypeError: Ada L. is not a function', 'Ada L.')).toEqual([
      'it is no JSON object',
      'it holds secret number 0',
    ])
    expect(await faultsOf('7')).toEqual(['it is no JSON object'])
  })

  it('finds a line that is too long', async () => {
    const line = JSON.stringify({ level: 'INFO', message: 'x'.repeat(9_000) })

    expect(await faultsOf(line)).toEqual([`it has ${line.length} bytes`])
  })

  it('reads no logs of engines, and refuses a secret that anything holds', async () => {
    await writeFile(join(folder, 'opensearch.log'), 'started\n')

    expect(await readLogLines(folder, [])).toEqual({ lines: 0, faults: [] })
    await expect(readLogLines(folder, ['PL'])).rejects.toThrow('at least 4 characters')
  })
})
