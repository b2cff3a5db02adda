import { Buffer } from 'node:buffer'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { canonicalId, parseItemKey } from '../entity/item-key.ts'
import { toDocumentId } from './document-id.ts'

describe('toDocumentId', () => {
  it.each([
    ['an id of 512 bytes', 'x'.repeat(512)],
    ['an id of 512 bytes in fewer characters', 'ł'.repeat(256)],
    ['the delimiter and its escapes', 'a%7Cb|%25'],
    ['what only begins like a hash', 'sha256-ab'],
  ])('keeps %s', (_, id) => {
    expect(toDocumentId(id)).toBe(id)
  })

  it.each([
    ['an id of 513 bytes', 'x'.repeat(513)],
    ['an id of 514 bytes in fewer characters', 'ł'.repeat(257)],
    ['an id that reads like the hash of another', toDocumentId('x'.repeat(513))],
  ])('hashes %s', (_, id) => {
    expect(toDocumentId(id)).toMatch(/^sha256-[0-9a-f]{64}$/)
    expect(toDocumentId(id)).not.toBe(id)
  })

  it('is the SHA-256 of the id in UTF-8', () => {
    expect(toDocumentId('a'.repeat(1_000))).toBe(
      'sha256-41edece42d63e8d9bf515a9ba6932e1c20cbc9f5a5d134645adb5db1b9737ea3',
    )
  })

  it('property: two keys never have one, whatever separators they hold and however long', () => {
    const part = fc
      .tuple(fc.string({ unit: fc.constantFrom('|', '%', '7', 'C', 'ł') }), fc.nat(600))
      .map(([text, length]) => `${text}${'|'.repeat(length)}`)
    const table = {
      partitionKey: { name: 'pk', type: 'S' },
      sortKey: { name: 'sk', type: 'S' },
    } as const
    const idOf = (pk: string, sk: string) => {
      const key = parseItemKey(table, { pk: { S: pk }, sk: { S: sk } })
      return key && toDocumentId(canonicalId(table, key))
    }
    fc.assert(
      fc.property(part, part, part, part, (a, b, c, d) => {
        expect(idOf(a, b) === idOf(c, d)).toBe(a === c && b === d)
      }),
      { numRuns: 1_000 },
    )
  })

  it('property: two ids never have one, and each fits', () => {
    const part = fc.string({ unit: 'grapheme', maxLength: 4 })
    const long = fc.tuple(part, fc.nat(700)).map(([text, length]) => `${text}${'x'.repeat(length)}`)
    const id = fc.oneof(part, long, long.map(toDocumentId))
    fc.assert(
      fc.property(id, id, (a, b) => {
        expect(toDocumentId(a) === toDocumentId(b)).toBe(a === b)
        expect(Buffer.byteLength(toDocumentId(a))).toBeLessThanOrEqual(512)
      }),
      { numRuns: 1_000 },
    )
  })
})
