import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { findProofs } from '../../local/rules/find-proofs.ts'
import { readRules } from '../../local/rules/read-rules.ts'
import { PAGE, printConformancePage } from '../../local/rules/write-conformance-page.ts'
import { ROOT } from './source-files.ts'

const rules = (await readRules(ROOT)).flatMap(({ name: set, rules: ofSet }) =>
  Object.entries(ofSet).map(([name, rule]) => ({ set, name, ...rule })),
)

describe('a rule of the local runtime', () => {
  it('has a test of its name', async () => {
    const proofsOf = await findProofs(ROOT)

    const unproved = rules.filter(({ set, name }) => proofsOf(set, name).length === 0)

    expect(unproved.map(({ set, name }) => `${set}.${name}`)).toEqual([])
  })

  it('is a sentence of its own, and says where it is from or why it was chosen', () => {
    const texts = rules.map(({ text }) => text)

    const bad = rules.filter(
      ({ text, source, chosen }, place) =>
        !text.endsWith('.') || !(source ?? chosen) || texts.indexOf(text) !== place,
    )

    expect(bad.map(({ set, name }) => `${set}.${name}`)).toEqual([])
  })

  it('has a link as its source', () => {
    const bad = rules.filter(({ source }) => source !== undefined && !URL.canParse(source))

    expect(bad.map(({ set, name }) => `${set}.${name}`)).toEqual([])
  })
})

describe('docs/local-runtime.md', () => {
  it('is what node local/rules/write-conformance-page.ts prints', async () => {
    const page = readFileSync(join(ROOT, PAGE), 'utf8')

    expect(page).toBe(await printConformancePage())
  })
})
