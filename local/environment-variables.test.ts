import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { describeWrongVariables, VARIABLES } from './environment-variables.ts'

const ROOT = join(import.meta.dirname, '..')

describe('describeWrongVariables', () => {
  it('finds nothing in an environment of others', () => {
    expect(describeWrongVariables({ PATH: '/bin', TAILRACED: '1', JAVA_HOME: '' })).toBeUndefined()
  })

  it.each([
    ['TAILRACE_OPENSERCH_PORT', 'TAILRACE_OPENSEARCH_PORT'],
    ['TAILRACE_STATEDIR', 'TAILRACE_STATE_DIR'],
  ])('refuses %s, and says that there is %s', (name, nearest) => {
    expect(describeWrongVariables({ [name]: '1' })).toBe(
      `${name} is no variable of Tailrace; ${nearest} is one.`,
    )
  })

  it('has no hint for a name that is near none', () => {
    expect(describeWrongVariables({ TAILRACE_COLOUR_OF_THE_SKY: 'blue' })).toBe(
      'TAILRACE_COLOUR_OF_THE_SKY is no variable of Tailrace.',
    )
  })

  it.each([
    ['TAILRACE_SQS_PORT', 'abc'],
    ['TAILRACE_SQS_PORT', '0'],
    ['TAILRACE_SQS_PORT', '65536'],
    ['TAILRACE_SQS_PORT', '80.5'],
    ['TAILRACE_SQS_PORT', ''],
    ['TAILRACE_SQS_PORT', '0x50'],
  ])('refuses %s=%s, which is no port', (name, value) => {
    expect(describeWrongVariables({ [name]: value })).toBe(
      `${name} is "${value}", and takes a port, a whole number from 1 to 65535.`,
    )
  })

  it.each(['', '0', '2s', '1.5', '-1', '1000000'])('refuses %s milliseconds', (value) => {
    expect(describeWrongVariables({ TAILRACE_LAKE_FLUSH_MS: value })).toBe(
      `TAILRACE_LAKE_FLUSH_MS is "${value}", and takes milliseconds, a whole number from 1 to 999999.`,
    )
  })

  it.each(['', 'localhost:9200', 'ftp://host', 'http://', 'http://:port'])(
    'refuses the URL "%s"',
    (value) => {
      expect(describeWrongVariables({ OPENSEARCH_URL: value })).toContain(
        'takes a URL that begins with http:// or https://',
      )
    },
  )

  it.each(['', 'localhost:6379', 'http://localhost:6379', 'redis://', 'redis://localhost/1'])(
    'refuses the Redis URL "%s"',
    (value) => {
      expect(describeWrongVariables({ REDIS_URL: value })).toBe(
        'REDIS_URL takes redis://host:port or rediss://host:port.',
      )
    },
  )

  it.each(['redis://localhost', 'rediss://cache.example.org:6380/', 'redis://[::1]:6379'])(
    'takes the Redis URL "%s"',
    (value) => {
      expect(describeWrongVariables({ REDIS_URL: value })).toBeUndefined()
    },
  )

  it('refuses a port that is wanted twice', () => {
    const env = { TAILRACE_SQS_PORT: '9200', TAILRACE_OPENSEARCH_PORT: '9200' }

    expect(describeWrongVariables(env)).toBe(
      'TAILRACE_OPENSEARCH_PORT and TAILRACE_SQS_PORT are both 9200.',
    )
  })

  it('names everything that is wrong at once', () => {
    const env = { TAILRACE_SQS_PORT: 'x', TAILRACE_TEST_LONG: 'yes', TAILRACE_Y: '1' }

    expect(describeWrongVariables(env)?.split('\n- ')).toHaveLength(4)
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
