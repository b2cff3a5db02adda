import type { Client } from '@opensearch-project/opensearch'
import { afterEach, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest'
import { createOpenSearchAdmin } from '../../shared/adapters/opensearch-index-admin.ts'
import type { EntityDefinition } from '../../shared/entity/entity-definition.ts'
import {
  fullText,
  keyword,
  type SearchProperty,
  storedOnly,
  wholeNumber,
} from '../../shared/entity/search-property.ts'
import { LATER_STREAM, STREAM, TABLE } from '../../test/builders/change-event.ts'
import { connect, orderIn, removeIndex, searchIds } from '../../test/builders/search-engine.ts'
import { uniqueName } from '../../test/builders/unique-name.ts'
import { prepareIndexes } from './prepare-indexes.ts'

const FIRST = { table: TABLE, stream: STREAM }
const SECOND = { table: TABLE, stream: LATER_STREAM }
const addressFields = { city: fullText, postcode: keyword, country: keyword }

describe('prepareIndexes', () => {
  const { opensearch: endpoint } = inject('engines')
  let client: Client
  let index: string
  let definition: EntityDefinition
  beforeAll(async () => {
    client = await connect(endpoint)
  })
  beforeEach(() => {
    index = uniqueName('prepared')
    definition = orderIn(index)
  })
  afterEach(() => removeIndex(endpoint, index))

  const prepare = (options: Partial<Parameters<typeof prepareIndexes>[0]> = {}) =>
    prepareIndexes({
      admin: createOpenSearchAdmin(client),
      definitions: [definition],
      codec: 'aws-20-10-1',
      stream: FIRST,
      shards: 1,
      replicas: 0,
      ...options,
    })
  const withProperties = (properties: Readonly<Record<string, SearchProperty>>) => ({
    ...definition,
    search: { index, properties: { ...definition.search.properties, ...properties } },
  })
  const get = async (path: string): Promise<Record<string, unknown>> => {
    const response = await fetch(`${endpoint}/${path}`)
    return (await response.json()) as Record<string, unknown>
  }
  const put = (path: string, body: unknown) =>
    fetch(`${endpoint}/${path}`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
  const mappingOf = async () => {
    const answer = await get(`${index}-write/_mapping`)
    return Object.values(answer)[0] as { mappings: { _meta: unknown; properties: object } }
  }

  it('makes the first index with mapping, contract, settings and both aliases', async () => {
    expect(await prepare({ shards: 2 })).toEqual([`${index}-000001`])

    const { [`${index}-000001`]: made } = await get(`${index}-000001`)
    expect(made).toMatchObject({
      aliases: {
        [index]: { filter: { bool: { must_not: { term: { '_cdc.deleted': true } } } } },
        [`${index}-write`]: { is_write_index: true },
      },
      mappings: {
        dynamic: 'false',
        _meta: { codec: 'aws-20-10-1', lineages: [FIRST] },
        properties: {
          status: { type: 'keyword' },
          _other: { type: 'object', enabled: false },
          _cdc: { properties: { time: { type: 'date' }, deleted: { type: 'boolean' } } },
        },
      },
      settings: { index: { number_of_shards: '2', number_of_replicas: '0' } },
    })
  })

  it('gives the next index of the entity the same mapping, no contract and no alias', async () => {
    await prepare()

    await put(`${index}-000002`, {})

    const answer = (await get(`${index}-000001,${index}-000002`)) as Record<string, never>
    const [first, second] = Object.values(answer) as { mappings: object; aliases: object }[]
    expect({ ...first?.mappings, _meta: undefined }).toEqual(second?.mappings)
    expect(second?.aliases).toEqual({})
  })

  it('hides a tombstone from those who search', async () => {
    await prepare()
    await put(`${index}-write/_doc/alive`, { _cdc: { deleted: false } })
    await put(`${index}-write/_doc/gone`, { _cdc: { deleted: true } })

    expect(await searchIds(endpoint, index)).toEqual(['alive'])
  })

  it('changes nothing when it is done again', async () => {
    await prepare()
    const before = await get(`${index}-000001`)

    await prepare()

    expect(await get(`${index}-000001`)).toEqual(before)
    expect(Object.keys(await get(`${index}-0*`))).toEqual([`${index}-000001`])
  })

  it('appends the stream of a table that was replaced, and never takes one away', async () => {
    await prepare()
    await prepare({ stream: SECOND })

    await prepare({ stream: FIRST })

    expect((await mappingOf()).mappings._meta).toEqual({
      codec: 'aws-20-10-1',
      lineages: [FIRST, SECOND],
    })
  })

  it("leaves what others keep in the mapping's _meta", async () => {
    await prepare()
    const _meta = { codec: 'aws-20-10-1', lineages: [FIRST], owner: { team: 'search' } }
    await put(`${index}-000001/_mapping`, { _meta })

    await prepare({ stream: SECOND })

    expect((await mappingOf()).mappings._meta).toEqual({ ..._meta, lineages: [FIRST, SECOND] })
  })

  it('refuses a write alias that leads to several indexes, and changes none of them', async () => {
    await prepare()
    await put(`${index}-000002`, {})
    await put(`${index}-000002/_alias/${index}-write`, { is_write_index: false })
    const before = await get(`${index}-0*`)

    const second = prepare({ stream: SECOND })

    await expect(second).rejects.toMatchObject({
      code: 'index.incompatible',
      message: `The alias ${index}-write leads to several indexes (${index}-000001, ${index}-000002), and changes are written to one: take it off the others.`,
    })
    expect(await get(`${index}-0*`)).toEqual(before)
  })

  it('refuses an index with versions of another codec, with the way out', async () => {
    await prepare()
    const before = await get(`${index}-000001`)

    const second = prepare({ codec: 'dynamodb-local-0-10-1', stream: SECOND })

    await expect(second).rejects.toMatchObject({
      code: 'index.incompatible',
      message: expect.stringMatching(/codec aws-20-10-1.*dynamodb-local-0-10-1.*rebuild/),
    })
    expect(await get(`${index}-000001`)).toEqual(before)
  })

  it('refuses a stream for which versions have no room, with the way out', async () => {
    await prepare()
    const lineages = Array.from({ length: 1024 }, (_, place) => ({
      table: `t-${place}`,
      stream: STREAM,
    }))
    await put(`${index}-000001/_mapping`, { _meta: { codec: 'aws-20-10-1', lineages } })
    const before = await get(`${index}-000001`)

    await expect(prepare({ stream: SECOND })).rejects.toMatchObject({
      code: 'index.incompatible',
      message: expect.stringMatching(/lists 1024 streams.*rebuild/),
    })
    await prepare({ stream: { table: 't-1023', stream: STREAM } })

    expect(await get(`${index}-000001`)).toEqual(before)
  })

  it('refuses an index that something else has made', async () => {
    await put(`${index}-000001`, {})

    await expect(prepare()).rejects.toMatchObject({ code: 'index.incompatible' })
  })

  it('adds a field, and changes one where that can be done in place', async () => {
    await prepare()

    await prepare({
      definitions: [
        withProperties({
          added: { type: 'long' },
          status: { type: 'keyword', ignore_above: 20 },
        }),
      ],
    })

    expect((await mappingOf()).mappings.properties).toMatchObject({
      added: { type: 'long' },
      status: { type: 'keyword', ignore_above: 20 },
    })
  })

  it('lets an index take numbers beyond 64 bits that it refused', async () => {
    const items = { type: 'nested', properties: { quantity: { type: 'long' } } } as const
    const refusing = withProperties({ expiresAt: { type: 'long' }, items })
    await prepare({ definitions: [refusing] })

    await prepare()

    expect((await mappingOf()).mappings.properties).toMatchObject({
      expiresAt: wholeNumber,
      items: { properties: { quantity: wholeNumber } },
    })
  })

  it.each<[string, SearchProperty]>([
    ['createdAt', { type: 'date', ignore_malformed: true }],
    ['currency', { type: 'keyword', ignore_above: 20 }],
    ['currency', { ...keyword, fields: { words: { type: 'text' } } }],
    ['total', { type: 'double', ignore_malformed: true }],
    ['shippingAddress', { properties: { ...addressFields, city: { type: 'text' } } }],
    ['shippingAddress', { properties: { ...addressFields, street: keyword } }],
  ])('changes %s in place to %j', async (name, property) => {
    await prepare()

    await prepare({ definitions: [withProperties({ [name]: property })] })

    expect((await mappingOf()).mappings.properties).toMatchObject({ [name]: property })
  })

  it.each<[string, string, SearchProperty, string]>([
    ['a type', 'status', fullText, 'status: the index has keyword'],
    [
      'a date format',
      'createdAt',
      { type: 'date', format: 'epoch_millis' },
      'createdAt: the index has date, the definition says date (format "epoch_millis")',
    ],
    [
      'an analyzer',
      'shippingAddress',
      { properties: { ...addressFields, city: { ...fullText, analyzer: 'english' } } },
      'shippingAddress.city: the index has text, the definition says text (analyzer "english")',
    ],
    [
      'whether it is searched',
      'currency',
      { ...keyword, index: false },
      'currency: the index has keyword, the definition says keyword (index false)',
    ],
    ['whether it is sorted by', 'currency', { ...keyword, doc_values: false }, 'currency: '],
    [
      'a list of lines to a map',
      'items',
      { properties: { sku: keyword } },
      'items: the index has nested (fields of its own), the definition says object (fields of its own)',
    ],
    [
      'a map to what is only stored',
      'shippingAddress',
      storedOnly,
      'shippingAddress: the index has object (fields of its own), the definition says object (enabled false)',
    ],
    [
      'a value to a map',
      'status',
      { properties: { code: keyword } },
      'status: the index has keyword',
    ],
  ])('refuses to change %s', async (_, name, property, line) => {
    await prepare()
    const before = await get(`${index}-000001`)

    const second = prepare({ definitions: [withProperties({ [name]: property })], stream: SECOND })

    await expect(second).rejects.toMatchObject({
      code: 'index.incompatible',
      message: expect.stringContaining(`\n- ${line}`),
    })
    expect(await get(`${index}-000001`)).toEqual(before)
  })

  it('names every field that cannot be changed in place, one a line, and changes none', async () => {
    await prepare()
    const before = await get(`${index}-000001`)
    const lines = {
      sku: keyword,
      name: fullText,
      quantity: { type: 'double' },
      added: keyword,
    } as const
    const changed = withProperties({
      added: { type: 'long' },
      currency: { type: 'keyword', ignore_above: 20 },
      createdAt: { type: 'date', format: 'epoch_millis' },
      status: { type: 'text' },
      items: { type: 'nested', properties: lines },
    })

    const second = prepare({ definitions: [changed] })

    await expect(second).rejects.toMatchObject({
      code: 'index.incompatible',
      message: `The index ${index}-000001 has 3 fields otherwise than the definition says, and cannot change that in place. Nothing was changed. Give the new mapping a field of its own, set the definition back, or rebuild into a new index.
- status: the index has keyword (ignore_above 8191), the definition says text
- items.quantity: the index has long (ignore_malformed true), the definition says double
- createdAt: the index has date, the definition says date (format "epoch_millis")`,
    })
    expect(await get(`${index}-000001`)).toEqual(before)
  })

  it('passes on what the engine says of a mapping that no index takes', async () => {
    await prepare()
    const wrong = withProperties({ status: { ...keyword, analyzer: 'english' } })

    await expect(prepare({ definitions: [wrong] })).rejects.toMatchObject({
      message: expect.stringContaining('unknown parameter [analyzer]'),
    })
  })

  it('makes no index of one entity when that of another cannot be brought along', async () => {
    await prepare()
    const other = { ...definition, search: { ...definition.search, index: `${index}other` } }
    const changed = withProperties({ status: { type: 'text' } })

    await expect(prepare({ definitions: [other, changed] })).rejects.toThrow('status')

    expect(Object.keys(await get(`${index}*`))).toEqual([`${index}-000001`])
  })

  it('puts the old definition back after a failed change, as a rollback does', async () => {
    await prepare()
    const before = await mappingOf()
    const status = { type: 'keyword', ignore_above: 20 } as const
    const total = { type: 'keyword' } as const
    await expect(
      prepare({ definitions: [withProperties({ status, total })], stream: SECOND }),
    ).rejects.toThrow()

    await prepare()

    expect(await mappingOf()).toEqual(before)
  })

  it('gives an index that lost its aliases both of them back', async () => {
    await prepare()
    await fetch(`${endpoint}/${index}-000001/_alias/_all`, { method: 'DELETE' })

    await prepare()

    const answer = await get(`${index}-000001/_alias`)
    expect(answer[`${index}-000001`]).toMatchObject({
      aliases: { [index]: {}, [`${index}-write`]: { is_write_index: true } },
    })
  })

  it('leaves the search alias on the index that people search during a rebuild', async () => {
    await prepare()
    const _meta = { codec: 'aws-20-10-1', lineages: [FIRST] }
    await put(`${index}-000002`, { mappings: { _meta } })
    await fetch(`${endpoint}/${index}-000001/_alias/${index}-write`, { method: 'DELETE' })
    await put(`${index}-000002/_alias/${index}-write`, { is_write_index: true })

    expect(await prepare({ stream: SECOND })).toEqual([`${index}-000002`])

    expect(Object.keys(await get(`_alias/${index}`))).toEqual([`${index}-000001`])
    expect((await mappingOf()).mappings._meta).toMatchObject({ lineages: [FIRST, SECOND] })
  })

  it('says so when an index stands where the search alias belongs', async () => {
    await put(index, {})

    await expect(prepare()).rejects.toMatchObject({
      code: 'index.refused',
      message: expect.stringContaining('an index exists with the same name as the alias'),
    })
  })

  it('changes the number of replicas of the index that is there', async () => {
    await prepare()

    await prepare({ replicas: 1 })

    const { [`${index}-000001`]: made } = await get(`${index}-000001/_settings`)
    expect(made).toMatchObject({ settings: { index: { number_of_replicas: '1' } } })
    await prepare({ replicas: 0 })
  })
})
