import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { findWrongVariables, VARIABLES } from './environment-variables.ts'

const ROOT = join(import.meta.dirname, '..')

describe('findWrongVariables', () => {
  it('finds nothing in an environment of others', () => {
    expect(findWrongVariables({ PATH: '/bin', TAILRACED: '1', JAVA_HOME: '' })).toEqual([])
  })

  it.each([
    ['TAILRACE_OPENSERCH_PORT', 'did you mean TAILRACE_OPENSEARCH_PORT?'],
    ['TAILRACE_STATEDIR', 'did you mean TAILRACE_STATE_DIR?'],
  ])('says for %s: %s', (name, hint) => {
    expect(findWrongVariables({ [name]: '1' })).toEqual([
      `${name} is no variable of Tailrace: ${hint}`,
    ])
  })

  it('has no hint for a name that is near none', () => {
    expect(findWrongVariables({ TAILRACE_COLOUR_OF_THE_SKY: 'blue' })).toEqual([
      'TAILRACE_COLOUR_OF_THE_SKY is no variable of Tailrace',
    ])
  })

  it.each([
    ['TAILRACE_SQS_PORT', 'abc'],
    ['TAILRACE_SQS_PORT', '0'],
    ['TAILRACE_SQS_PORT', '65536'],
    ['TAILRACE_SQS_PORT', '80.5'],
    ['TAILRACE_SQS_PORT', ''],
    ['TAILRACE_SQS_PORT', '0x50'],
  ])('refuses %s=%s, which is no port', (name, value) => {
    expect(findWrongVariables({ [name]: value })).toEqual([
      `${name} is "${value}", and takes a port, a whole number from 1 to 65535`,
    ])
  })

  it.each(['', 'localhost:9200', 'ftp://host', 'http://', 'http://:port'])(
    'refuses the URL "%s"',
    (value) => {
      const [problem] = findWrongVariables({ OPENSEARCH_URL: value })

      expect(problem).toContain('takes a URL that begins with http:// or https://')
    },
  )

  it('refuses a port that is wanted twice', () => {
    const env = { TAILRACE_SQS_PORT: '9200', TAILRACE_OPENSEARCH_PORT: '9200' }

    expect(findWrongVariables(env)).toEqual([
      'TAILRACE_OPENSEARCH_PORT and TAILRACE_SQS_PORT are both 9200',
    ])
  })

  it('names everything that is wrong at once', () => {
    const env = { TAILRACE_SQS_PORT: 'x', TAILRACE_TEST_LONG: 'yes', TAILRACE_Y: '1' }

    expect(findWrongVariables(env)).toHaveLength(3)
  })
})

describe('VARIABLES', () => {
  it('has every variable of ours that anything here reads', () => {
    const sources = globSync(['{cli,local,test}/**/*.ts', '*.{json,ts,mjs}'], { cwd: ROOT })
      .filter((path) => !path.endsWith('.test.ts') && !path.startsWith('test/template'))
      .map((path) => readFileSync(join(ROOT, path), 'utf8'))
    const read = sources.flatMap((text) => text.match(/\bTAILRACE_[A-Z_]*[A-Z]\b/g) ?? [])

    expect(read.length).toBeGreaterThan(0)
    expect([...new Set(read)].filter((name) => !Object.hasOwn(VARIABLES, name))).toEqual([])
  })
})
