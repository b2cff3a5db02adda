import { describe, expect, it } from 'vitest'
import { MemoryLog } from '../../test/fakes/memory-log.ts'
import { createTokenKeyCache, TOKEN_KEY_AGE_MS_MAX } from './token-key.ts'

const K1 = JSON.stringify({ keyId: 'k1', key: '0123456789abcdef' })
const K2 = JSON.stringify({ keyId: 'k2', key: 'fedcba9876543210' })

function aCache(...answers: readonly (string | Error)[]) {
  let now = 0
  let reads = 0
  const log = new MemoryLog()
  const source = {
    async read() {
      const answer = answers[Math.min(reads, answers.length - 1)] ?? ''
      reads += 1
      if (answer instanceof Error) throw answer
      return answer
    },
  }
  const pass = (ms: number) => {
    now += ms
  }
  return { read: createTokenKeyCache(source, () => now, log), pass, reads: () => reads, log }
}

describe('createTokenKeyCache', () => {
  it('reads the secret once while it is young', async () => {
    const { read, pass, reads } = aCache(K1, K2)

    await read()
    pass(TOKEN_KEY_AGE_MS_MAX - 1)
    const again = await read()

    expect(again.keyId).toBe('k1')
    expect(reads()).toBe(1)
  })

  it('takes a rotated key up when the held one is too old', async () => {
    const { read, pass } = aCache(K1, K2)

    await read()
    pass(TOKEN_KEY_AGE_MS_MAX)

    expect((await read()).keyId).toBe('k2')
  })

  it('lets the held key serve on, and warns, while no other can be read', async () => {
    const { read, pass, log } = aCache(K1, new Error('down'), K2)

    await read()
    pass(TOKEN_KEY_AGE_MS_MAX)
    const during = await read()
    const after = await read()

    expect([during.keyId, after.keyId]).toEqual(['k1', 'k2'])
    expect(log.lines.map(({ level }) => level)).toEqual(['warn'])
  })

  it('rejects while there is no key at all', async () => {
    const { read } = aCache(new Error('down'), K1)

    await expect(read()).rejects.toThrow('down')
    expect((await read()).keyId).toBe('k1')
  })

  it.each([
    'secret-text',
    '{}',
    '{"keyId":"k1","key":"short-secret"}',
    '{"keyId":"a b","key":"0123456789abcdef-secret"}',
  ])('refuses the secret %j without quoting it', async (text) => {
    const { read } = aCache(text)

    await expect(read()).rejects.toMatchObject({
      code: 'token_key.invalid',
      message: expect.not.stringContaining('secret-'),
    })
  })
})
