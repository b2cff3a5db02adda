import { describe, expect, it } from 'vitest'
import { EnvironmentError } from '../environment-error.ts'
import { findGivenEngine } from './given-engines.ts'
import { freePort } from './ports.ts'
import { engineRules } from './rules.ts'

const { signal } = new AbortController()

describe('findGivenEngine', () => {
  it('finds none when none is given', async () => {
    expect(await findGivenEngine('OPENSEARCH_URL', {}, signal)).toBeUndefined()
  })

  it('refuses a URL with a password, and does not show it', async () => {
    const env = { OPENSEARCH_URL: 'http://admin:hunter2@127.0.0.1:9200' }

    const refusal = await findGivenEngine('OPENSEARCH_URL', env, signal).catch(String)

    expect(refusal).toContain('OPENSEARCH_URL holds a user name or password')
    expect(refusal).not.toContain('hunter2')
  })
})

it(engineRules.requiresGiven.text, async () => {
  const env = { DYNAMODB_URL: `http://127.0.0.1:${await freePort()}` }

  const finding = findGivenEngine('DYNAMODB_URL', env, signal)

  await expect(finding).rejects.toThrow(EnvironmentError)
  await expect(finding).rejects.toThrow(
    /^DYNAMODB_URL is http:\/\/127.0.0.1:\d+, where nothing answers \(.*ECONNREFUSED/,
  )
})
