import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { findProofs } from './find-proofs.ts'

let root: string

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'tailrace-proofs-'))
  await mkdir(join(root, 'local'))
})

afterEach(() => rm(root, { recursive: true }))

async function proofsIn(text: string): Promise<readonly string[]> {
  await writeFile(join(root, 'local', 'pipe.test.ts'), text)
  return (await findProofs(root))('pipeRules', 'retries')
}

describe('findProofs', () => {
  it.each([
    'it(pipeRules.retries.text, () => {})',
    'describe(\n  pipeRules.retries.text,\n  () => {})',
    "it.each([['a']])(pipeRules.retries.text, () => {})",
    'it.each([1])(`${' + 'pipeRules.retries.text} (%i)`, () => {})',
    'it.each([[pipeRules.retries.text, 1]])("%s", () => {})',
  ])('takes for a proof a test whose name is the rule: %s', async (text) => {
    expect(await proofsIn(text)).toEqual(['local/pipe.test.ts'])
  })

  it.each([
    'expect(pipeRules.retries.text).toBe("")',
    'it(pipeRules.retriesMax.text, () => {})',
    'it(otherpipeRules.retries.text, () => {})',
    'const { retries } = pipeRules',
  ])('takes nothing else for one: %s', async (text) => {
    expect(await proofsIn(text)).toEqual([])
  })
})
