import fc from 'fast-check'
import { expect, it } from 'vitest'
import { definitions } from '../../entities/index.ts'
import { aLine, anOrder, aSourceRecord } from '../../test/builders/source-record.ts'
import { createEntityFinder } from './entity-finder.ts'
import { parseSourceRecord } from './parse-source-record.ts'
import { readImages } from './read-images.ts'
import { scanEvent } from './scan-event.ts'
import { toChangeEvent } from './to-change-event.ts'

const finder = createEntityFinder(definitions)
const policy = { undeclared: 'keep', onUndeclared: () => undefined } as const

const words = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('\u0000', '"', '\uFFFF'))

/** Text in each kind of place: as it is, masked, dropped, in a list, undeclared, as a name. */
const image = fc.tuple(words, words, words, words, words).map(([sku, note, code, email, name]) => {
  const good = anOrder()
  const postcode = { S: code }
  const shippingAddress = { M: { ...(good.shippingAddress as { M: object }).M, postcode } }
  const extra = { [`x${name}`]: { L: [{ M: { [name]: { S: sku } } }, { SS: [sku] }] } }
  const items = { L: [aLine(sku), aLine()] }
  return anOrder({ ...extra, items, note: { S: note }, email: { S: email }, shippingAddress })
})

it('property: never says less than the bytes of the JSON, and finds a refused character where there is one', () => {
  fc.assert(
    fc.property(image, image, fc.boolean(), (before, changed, isSame) => {
      const after = isSame ? { ...before, status: { S: 'shipped' } } : changed
      const source = parseSourceRecord(aSourceRecord({ before, after }), finder.table)
      const entity = finder.find(source.key)
      if (entity === undefined) throw new Error('An order is of no entity.')

      const event = toChangeEvent(
        source,
        entity,
        readImages(source, entity, policy),
        (path) => `tok_${path}`,
      )

      const json = JSON.stringify(event)
      const scan = scanEvent(event)
      expect(scan.bytesMax).toBeGreaterThanOrEqual(Buffer.byteLength(json))
      expect(scan.holdsRefusedCharacter).toBe(/[\uFFFE\uFFFF]/.test(json))
    }),
    { numRuns: 500 },
  )
})
