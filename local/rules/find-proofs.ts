import { globSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'

const FOLDERS = ['cli', 'infra', 'local', 'services', 'shared', 'test'] as const

/** The test files that prove a rule, in the order of their paths. */
export type ProofsOf = (set: string, rule: string) => readonly string[]

/** Reads all tests; a rule is proved by a test that has the rule's text as its name. */
export async function findProofs(root: string): Promise<ProofsOf> {
  const patterns = FOLDERS.map((folder) => `${folder}/**/*.test.ts`)
  const paths = globSync(patterns, { cwd: root }).sort()
  const tests = await Promise.all(
    paths.map(async (path) => ({ path, text: await readFile(join(root, path), 'utf8') })),
  )
  return (set, rule) => {
    const name = asTestName(`${set}.${rule}`)
    return tests.filter(({ text }) => name.test(text)).map(({ path }) => path)
  }
}

/** First argument of a call, begin of a template, or first cell of a row of `it.each`; no `expect`. */
function asTestName(rule: string): RegExp {
  return new RegExp(String.raw`(?:(?<!expect)\(|\[|\x60\$\{)\s*${rule}\.text\b`)
}
