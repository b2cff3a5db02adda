import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Json } from '../../shared/attribute-value/json.ts'
import type { Image } from '../../shared/change-event/change-event.ts'
import { anything, decimal, list, map, optional, text } from '../../shared/entity/attribute.ts'
import { separateUndeclared } from './separate-undeclared.ts'

const entries = {
  a: text(),
  m: optional(map({ b: text(), n: map({ c: text() }) })),
  l: optional(list(map({ c: decimal() }))),
  lists: optional(list(list(map({ c: decimal() })))),
  whole: optional(anything()),
}

describe('separateUndeclared', () => {
  it('leaves an image alone that is all declared', () => {
    const image = { a: 'x', m: { b: 'y', n: { c: 'z' } }, l: [{ c: 1 }], whole: { 'a..b': [1] } }

    expect(separateUndeclared(image, entries)).toEqual({ declared: image, undeclared: null })
  })

  it('takes out what is not declared, from every depth, and leaves it where it was', () => {
    const image = {
      a: 'x',
      'a..b': 1,
      m: { b: 'y', '': 2, n: { c: 'z', '.c': 3 } },
      l: [{ c: 1 }, { c: 2, 'c.': 4 }],
      lists: [[{ c: 1 }], [{ c: 2 }, { d: 5 }]],
    }

    expect(separateUndeclared(image, entries)).toEqual({
      declared: {
        a: 'x',
        m: { b: 'y', n: { c: 'z' } },
        l: [{ c: 1 }, { c: 2 }],
        lists: [[{ c: 1 }], [{ c: 2 }, {}]],
      },
      undeclared: {
        'a..b': 1,
        m: { '': 2, n: { '.c': 3 } },
        l: [null, { 'c.': 4 }],
        lists: [null, [null, { d: 5 }]],
      },
    })
  })

  it('takes a name for declared only where it is', () => {
    const image = { c: 1, a: 'x', m: { a: 2, b: 'y', n: { c: 'z' } } }

    expect(separateUndeclared(image, entries).undeclared).toEqual({ c: 1, m: { a: 2 } })
  })

  it('keeps names that every object has', () => {
    const image = JSON.parse('{"a":"x","m":{"__proto__":1,"constructor":{"__proto__":2}}}')

    const { undeclared } = separateUndeclared(image, entries)

    expect(JSON.stringify(undeclared)).toBe('{"m":{"__proto__":1,"constructor":{"__proto__":2}}}')
  })

  it('property: both parts together are the image, and one holds declared names only', () => {
    const name = fc.constantFrom('a', 'b', 'c', 'l', 'm', 'n', '', 'a..b', '.c', 'lists')
    const { image } = fc.letrec<{ image: Image; value: Json }>((tie) => ({
      image: fc.dictionary(name, tie('value'), { maxKeys: 5, noNullPrototype: true }),
      value: fc.oneof(
        { maxDepth: 4 },
        fc.constantFrom<Json>(1, 'x', true),
        tie('image'),
        fc.array(tie('value'), { maxLength: 3 }),
      ),
    }))
    fc.assert(
      fc.property(image, (one) => {
        const { declared, undeclared } = separateUndeclared(one, entries)

        expect(merge(declared, undeclared)).toEqual(one)
        expect(Object.keys(entries)).toEqual(expect.arrayContaining(Object.keys(declared)))
        expect(separateUndeclared(declared, entries)).toEqual({ declared, undeclared: null })
      }),
      { numRuns: 1_000 },
    )
  })
})

/** What a reader does who wants the whole item back. */
function merge(declared: Json | undefined, undeclared: Json | undefined): Json {
  if (undeclared === undefined || undeclared === null) return declared ?? null
  if (declared === undefined) return undeclared
  if (Array.isArray(declared) && Array.isArray(undeclared)) {
    return declared.map((element, place) => merge(element, undeclared[place]))
  }
  const [one, other] = [asImage(declared), asImage(undeclared)]
  const names = [...new Set([...Object.keys(one), ...Object.keys(other)])]
  return Object.fromEntries(names.map((name) => [name, merge(one[name], other[name])]))
}

function asImage(value: Json): Image {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value
  throw new Error('Both parts hold a value that is no map.')
}
