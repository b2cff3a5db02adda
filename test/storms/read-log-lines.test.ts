import { appendFile, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createLogReader } from './read-log-lines.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tailrace-log-lines-'))
})
afterAll(() => rm(folder, { recursive: true }))

it('finds words of items in whole lines, each line once', async () => {
  const logs = createLogReader(folder)
  const log = join(folder, 'enrichment.log')
  await appendFile(log, '{"records":3}\n{"name":"Wanda St')
  expect(await logs.judge()).toEqual([])

  await appendFile(log, 'urm"}\n')

  expect(await logs.judge()).toEqual(['enrichment.log: line 2 has "Wanda Sturm"'])
  expect(await logs.judge()).toEqual([])
  expect(logs.lines().get('enrichment.log')).toBe(2)
})
