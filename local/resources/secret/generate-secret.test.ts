import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { generateSecret } from './generate-secret.ts'

describe('generateSecret', () => {
  it('puts the password into the template under its key', () => {
    const text = generateSecret({
      SecretStringTemplate: '{"keyId":"k1"}',
      GenerateStringKey: 'key',
      PasswordLength: 64,
      ExcludePunctuation: true,
    })

    expect(JSON.parse(text)).toEqual({
      keyId: 'k1',
      key: expect.stringMatching(/^[A-Za-z0-9]{64}$/),
    })
  })

  it('is another each time', () => {
    expect(generateSecret({})).not.toBe(generateSecret({}))
  })

  it('property: has the length asked for, nothing excluded, something of each class', () => {
    fc.assert(
      fc.property(fc.integer({ min: 4, max: 100 }), fc.string({ maxLength: 5 }), (length, out) => {
        const text = generateSecret({ PasswordLength: length, ExcludeCharacters: out })

        expect(text).toHaveLength(length)
        expect([...text].filter((character) => out.includes(character))).toEqual([])
        expect([/[a-z]/, /[A-Z]/, /[0-9]/, /[^A-Za-z0-9]/].every((one) => one.test(text))).toBe(
          true,
        )
      }),
    )
  })

  it('refuses a length that cannot hold one of each class', () => {
    expect(() => generateSecret({ PasswordLength: 3 })).toThrow('no password of 3 characters')
  })
})
