import fc from 'fast-check'
import * as v from 'valibot'
import { expect, it } from 'vitest'
import { order } from '../../entities/order.ts'
import { type Attribute, item, optional, text } from '../../shared/entity/attribute.ts'
import { defineEntities } from '../../shared/entity/define-entities.ts'
import type { EntityDefinition } from '../../shared/entity/entity-definition.ts'
import { aLine, anOrder, aSourceRecord } from '../../test/builders/source-record.ts'
import { createEntityFinder } from './entity-finder.ts'
import { parseSourceRecord } from './parse-source-record.ts'
import { readImages } from './read-images.ts'

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

it('checks an old image whole where the schema looks at several attributes at once', () => {
  const whole = v.check<Record<string, unknown>, string>(({ status, total }) => {
    return status !== 'shipped' || total === 1
  }, 'paid before it is shipped')
  const schema = v.pipe(order.schema, whole as never) as unknown as typeof order.schema
  const [definition] = defineEntities([{ ...order, schema }])
  const before = anOrder({ status: { S: 'shipped' }, total: { N: '2' } })
  const after = anOrder({ status: { S: 'shipped' }, total: { N: '1' } })

  const images = read('MODIFY', before, after, definition)

  expect(images).toMatchObject({ before: null, beforeUnreadable: true })
})

it('asks nothing of an optional attribute that the old image lacks', () => {
  const said = v.check<string | undefined, string>((note) => note !== undefined, 'a note')
  const note = v.pipe(optional(text()), said) as unknown as Attribute
  const entries = { ...order.schema.entries, note }
  const [definition] = defineEntities([{ ...order, schema: item(entries) as typeof order.schema }])

  const { before } = read('MODIFY', anOrder(), anOrder({ note: { S: 'ring' } }), definition)

  expect(before).toMatchObject({ orderId: 'o-204' })
})

function read(
  op: 'MODIFY' | 'REMOVE',
  before: object,
  after?: object,
  definition: EntityDefinition = order,
) {
  const images = { before, after } as Parameters<typeof aSourceRecord>[0]
  const source = parseSourceRecord(aSourceRecord({ ...images, op }), order.table)
  const entity = createEntityFinder([definition]).find(source.key)
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
