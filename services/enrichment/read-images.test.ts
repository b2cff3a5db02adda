import fc from 'fast-check'
import { expect, it } from 'vitest'
import { definitions } from '../../entities/index.ts'
import { aLine, anOrder, aSourceRecord } from '../../test/builders/source-record.ts'
import { createEntityFinder } from './entity-finder.ts'
import { parseSourceRecord } from './parse-source-record.ts'
import { readImages } from './read-images.ts'

const finder = createEntityFinder(definitions)
const policy = { undeclared: 'keep', onUndeclared: () => undefined } as const

/** Of each kind: as it should be, another, of a wrong type, malformed, absent. */
const image = fc
  .record({
    status: fc.constantFrom({ S: 'shipped' }, { S: 'pending' }, { S: 'lost' }, undefined),
    total: fc.constantFrom({ N: '1' }, { N: '1.0' }, { S: '1' }, { N: 'one' }),
    items: fc.constantFrom({ L: [aLine()] }, { L: [aLine(), aLine('Mouse')] }, { L: [{ S: 'x' }] }),
    note: fc.constantFrom(undefined, { S: 'ring twice' }, { NULL: true }),
    colour: fc.constantFrom(undefined, { SS: ['a', 'b'] }, { SS: ['b', 'a'] }, { X: 1 }),
  })
  .map((changes) => {
    const present = Object.entries(anOrder(changes)).filter(([, value]) => value !== undefined)
    return Object.fromEntries(present)
  })

it('property: an old image reads beside a new one as it does alone', () => {
  fc.assert(
    fc.property(image, image, (before, after) => {
      const alone = read('REMOVE', before)
      const beside = tryTo(() => read('MODIFY', before, after))

      if (beside !== undefined) {
        expect(beside.before).toEqual(alone.before)
        expect(beside.beforeUnreadable).toBe(alone.beforeUnreadable)
      }
    }),
    { numRuns: 1_000 },
  )
})

it('takes what did not change from the new image, and does not read it again', () => {
  const { before, after } = read('MODIFY', anOrder(), anOrder({ status: { S: 'shipped' } }))

  expect(before?.items).toBe(after?.items)
  expect(before?.status).not.toBe(after?.status)
})

function read(op: 'MODIFY' | 'REMOVE', before: object, after?: object) {
  const images = { before, after } as Parameters<typeof aSourceRecord>[0]
  const source = parseSourceRecord(aSourceRecord({ ...images, op }), finder.table)
  const entity = finder.find(source.key)
  if (entity === undefined) throw new Error('An order is of no entity.')
  return readImages(source, entity, policy)
}

/** Undefined where the new image is refused, as it is without an old one. */
function tryTo<Value>(work: () => Value): Value | undefined {
  try {
    return work()
  } catch {
    return undefined
  }
}
