import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { binary, decimal, item, optional, text } from '../../shared/entity/attribute.ts'
import { defineEntity } from '../../shared/entity/define-entity.ts'
import { exactDecimal, keyword } from '../../shared/entity/search-property.ts'
import { toDocumentId } from '../../shared/search/document-id.ts'
import { type ItemJourney, startJourney } from '../builders/item-journey.ts'
import { countHits, readDocument, searchIds } from '../builders/search-engine.ts'
import { uniqueName } from '../builders/unique-name.ts'

const endpoints = inject('engines')
const bytes = (...values: number[]) => Uint8Array.from(values)

describe('items whose keys are numbers and binary', () => {
  const index = uniqueName('measures')
  const measure = defineEntity({
    name: 'measure',
    table: { partitionKey: { name: 'at', type: 'N' }, sortKey: { name: 'device', type: 'B' } },
    key: { at: '*', device: '*' },
    schema: item({ at: decimal(), device: binary(), unit: optional(text()) }),
    personalData: {},
    search: { index, properties: { at: exactDecimal, device: keyword, unit: keyword } },
  })
  let journey: ItemJourney
  beforeAll(async () => {
    journey = await startJourney(endpoints, measure)
  })
  afterAll(() => journey[Symbol.asyncDispose]())

  /** Each line is one number, in spellings that a writer may choose. */
  const NUMBERS: readonly (readonly [id: string, ...spellings: readonly string[]])[] = [
    ['0', '0', '-0', '0.00', '0E+5'],
    ['1', '1', '1.0', '1e0', '+1', '001', '10E-1'],
    ['100', '100', '1E+2', '1.00e2'],
    ['-1.5', '-1.5', '-1.50', '-15e-1'],
    ['9007199254740992', '9007199254740992', '9.007199254740992e15'],
    ['9007199254740993', '9007199254740993'],
    ['12345678901234567890123456789012345678', '12345678901234567890123456789012345678'],
    [`1${'0'.repeat(125)}`, '1E125'],
    [`0.${'0'.repeat(129)}1`, '1E-130'],
  ]

  it.each(NUMBERS)(
    'have one document of %s, however its key was spelled',
    async (id, ...spelled) => {
      const device = { B: bytes(0) }
      for (const N of spelled) await journey.put({ at: { N }, device, unit: { S: N } })

      const events = await journey.land()

      expect(new Set(events.map((event) => event.id))).toEqual(new Set([`${id}|AA==`]))
      expect(events.map(({ op }) => op)).toEqual(spelled.map((_, at) => (at ? 'modify' : 'insert')))
      expect(
        await countHits(endpoints.opensearch, index, { term: { '_cdc.id': `${id}|AA==` } }),
      ).toBe(1)
      expect(
        await readDocument(endpoints.opensearch, `${index}-write`, `${id}|AA==`),
      ).toMatchObject({
        source: { unit: spelled.at(-1), device: 'AA==' },
      })
    },
  )

  it('have a document each, as many as the table has items', async () => {
    const devices = [bytes(1), bytes(1, 0), bytes(0, 1), bytes(255), bytes(124), bytes(37, 55, 67)]
    for (const B of devices) await journey.put({ at: { N: '7' }, device: { B } })

    await journey.land()

    const ids = await searchIds(endpoints.opensearch, index)
    const expected = devices.map((device) => `7|${Buffer.from(device).toString('base64')}`)
    expect(ids.filter((id) => id.startsWith('7|'))).toEqual(expected.toSorted())
    expect(ids).toHaveLength(NUMBERS.length + devices.length)
  })

  it('are gone from a search when they are removed by another spelling of their key', async () => {
    await journey.put({ at: { N: '8' }, device: { B: bytes(1) } })
    await journey.remove({ at: { N: '8.0' }, device: { B: bytes(1) } })

    await journey.land()

    expect(await searchIds(endpoints.opensearch, index)).not.toContain('8|AQ==')
  })
})

describe('items whose keys are text', () => {
  const index = uniqueName('notes')
  const note = defineEntity({
    name: 'note',
    table: { partitionKey: { name: 'pk', type: 'S' }, sortKey: { name: 'sk', type: 'S' } },
    key: { pk: '*', sk: '*' },
    schema: item({ pk: text(), sk: text() }),
    personalData: {},
    search: { index, properties: { pk: keyword, sk: keyword } },
  })
  let journey: ItemJourney
  beforeAll(async () => {
    journey = await startJourney(endpoints, note)
  })
  afterAll(() => journey[Symbol.asyncDispose]())

  const LONGEST = '😀'.repeat(512)
  /** Keys that one separator, one escape or one cut would make the same. */
  const KEYS: readonly (readonly [pk: string, sk: string])[] = [
    ['a|b', 'c'],
    ['a', 'b|c'],
    ['a%7Cb', 'c'],
    ['a%', '7Cb|c'],
    ['a', '%7C'],
    ['a|', '%'],
    ['x'.repeat(510), 'y'],
    ['x'.repeat(510), 'yz'],
    ['x'.repeat(511), 'y'],
    [`sha256-${'0'.repeat(64)}`, 'y'],
    [LONGEST, 'x'.repeat(1024)],
    [LONGEST, `${'x'.repeat(1023)}y`],
    ['|'.repeat(2048), '%'.repeat(1024)],
  ]

  it('have a document each, and its whole id finds it', async () => {
    for (const [pk, sk] of KEYS) await journey.put({ pk: { S: pk }, sk: { S: sk } })

    const events = await journey.land()

    expect(await searchIds(endpoints.opensearch, index)).toHaveLength(KEYS.length)
    for (const [place, { id }] of events.entries()) {
      const [pk, sk] = KEYS[place] ?? []
      const query = { term: { '_cdc.id': id } }
      expect(await countHits(endpoints.opensearch, index, query)).toBe(1)
      expect(
        await readDocument(endpoints.opensearch, `${index}-write`, toDocumentId(id)),
      ).toMatchObject({ source: { pk, sk, _cdc: { id } } })
    }
    const hashed = events.filter(({ id }) => toDocumentId(id) !== id)
    expect(hashed).toHaveLength(5)
  })
})
