import { describe, expect, it } from 'vitest'
import { isTest, isTypeScript, listFiles, type SourceFile } from './source-files.ts'

/** The core gets its settings, its clock and its chance from outside, so that a test can decide them. */
const CORE_BANS: readonly { readonly pattern: RegExp; readonly instead: string }[] = [
  { pattern: /process\.env/, instead: 'take the value from config.ts' },
  { pattern: /Date\.now\(|new Date\(\)|performance\.now\(/, instead: 'take a Clock' },
  { pattern: /\bset(Timeout|Interval|Immediate)\(/, instead: 'take a port that waits' },
  { pattern: /Math\.random\(|randomUUID\(/, instead: 'take a Random' },
  { pattern: /\bconsole\./, instead: 'take a Log' },
]

const EVERYWHERE_BANS: readonly { readonly pattern: RegExp; readonly because: string }[] = [
  { pattern: /@ts-(ignore|nocheck|expect-error)/, because: 'the type is wrong or the code is' },
  { pattern: /\b(TODO|FIXME|XXX|HACK)\b/, because: 'an issue is where open work is kept' },
  { pattern: /\b(it|test|describe)\.(skip|only|todo|fails)\b/, because: 'a test states a fact' },
  { pattern: /catch\s*(\(\w*\))?\s*\{\s*\}/, because: 'an error never vanishes' },
  {
    pattern: /\.catch\(\(\)\s*=>/,
    because: 'an error never vanishes',
  },
  {
    pattern: /exactly[- ]once/i,
    because: 'delivery is at least once, a write an idempotent apply',
  },
]

const LINES_MAX: readonly { readonly files: RegExp; readonly max: number }[] = [
  { files: /^services\/[^/]+\/lambda\.ts$/, max: 40 },
  { files: /^services\/[^/]+\/handler\.ts$/, max: 60 },
  { files: /\.test\.ts$/, max: 500 },
  { files: /\.(ts|mjs|cjs)$/, max: 250 },
  { files: /^README\.md$/, max: 150 },
  { files: /^ARCHITECTURE\.md$/, max: 250 },
  { files: /^docs\/adr\//, max: 60 },
]

const files = listFiles()
const code = files.filter((file) => isTypeScript(file) && !isTest(file))

describe('the core', () => {
  const core = code.filter(
    ({ path }) =>
      /^(services|shared|entities)\//.test(path) && !/^shared\/adapters\/|\/lambda\.ts$/.test(path),
  )

  it.each(CORE_BANS)('does not use $pattern: $instead', ({ pattern }) => {
    expect(core.flatMap((file) => linesWith(file, pattern))).toEqual([])
  })
})

describe('every source file', () => {
  const sources = files.filter(
    ({ path }) => /\.(ts|mjs|cjs|java)$/.test(path) && !path.startsWith('test/tidy/'),
  )

  it.each(EVERYWHERE_BANS)('has no $pattern: $because', ({ pattern }) => {
    expect(sources.flatMap((file) => linesWith(file, pattern))).toEqual([])
  })

  it('keeps its size, so that one file is one idea', () => {
    const tooLong = files.flatMap(({ path, lines }) => {
      const limit = LINES_MAX.find((candidate) => candidate.files.test(path))
      return limit && lines.length - 1 > limit.max ? [`${path}: ${lines.length - 1} lines`] : []
    })

    expect(tooLong).toEqual([])
  })

  it('names no machine and no package registry', () => {
    const pattern = /(\/home\/\w|\/Users\/\w|\/root\/|registry\.npmjs|repo1?\.maven)/
    const named = files.filter(({ path }) => !path.startsWith('test/tidy/'))

    expect(named.flatMap((file) => linesWith(file, pattern))).toEqual([])
  })

  it('exports nothing that no other file uses', () => {
    const filesWith = new Map<string, number>()
    for (const { text } of files) {
      for (const word of new Set(text.match(/\w+/g))) {
        filesWith.set(word, (filesWith.get(word) ?? 0) + 1)
      }
    }
    const contract = /^(entities|local\/event-pattern|shared\/(ordering|change-event))\/index\.ts$/

    const unused = code
      .filter(({ path }) => !contract.test(path))
      .flatMap((file) =>
        [...file.text.matchAll(/^export (?:async )?(?:const|function\*?|class) (\w+)/gm)]
          .map(([, name = '']) => name)
          .filter((name) => filesWith.get(name) === 1)
          .map((name) => `${file.path}: ${name}`),
      )

    expect(unused).toEqual([])
  })
})

describe('a test', () => {
  it('waits on conditions, never for a time', () => {
    // A fake clock's sleep takes no time.
    const sleep = /(?<!clock\.)\b(sleep|delay)\(\s*[\d_]+|setTimeout\([^,()]*,\s*[\d_]+\)/
    const tests = files.filter(isTest).filter(({ path }) => !path.startsWith('test/tidy/'))

    expect(tests.flatMap((file) => linesWith(file, sleep))).toEqual([])
  })
})

function linesWith({ path, lines }: SourceFile, pattern: RegExp): string[] {
  return lines.flatMap((line, place) =>
    pattern.test(line) ? [`${path}:${place + 1}: ${line.trim()}`] : [],
  )
}
