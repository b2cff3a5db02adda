import fc from 'fast-check'
import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { definitions } from '../../entities/index.ts'
import { table } from '../../entities/table.ts'
import type { AttributeValue } from '../../shared/attribute-value/attribute-value.ts'
import {
  type Attribute,
  decimal,
  item,
  list,
  map,
  optional,
  text,
} from '../../shared/entity/attribute.ts'
import { checkDefinition, defineEntity } from '../../shared/entity/define-entity.ts'
import { keyword } from '../../shared/entity/search-property.ts'
import { aLine, anOrder, aSourceRecord } from '../../test/builders/source-record.ts'
import { createEnricher, type EnricherOptions } from './enrich.ts'
import { EVENT_BYTES_MAX, PUT_EVENTS_BYTES_MAX, REPLY_EVENTS_MAX } from './event-size.ts'

function anEnricher(options: Partial<EnricherOptions> = {}) {
  return createEnricher({ definitions, tokenKey: { keyId: 'k1', key: 'not-secret' }, ...options })
}

const profile = defineEntity({
  name: 'profile',
  table,
  key: { pk: 'CUSTOMER#*', sk: 'PROFILE' },
  schema: item({ pk: text(), sk: text(), nick: text() }),
  personalData: { nick: 'mask' },
  search: { index: 'profiles', properties: { pk: keyword, sk: keyword, nick: keyword } },
})

describe('createEnricher', () => {
  it('tells two entities of one table apart and ignores a third', () => {
    const enrich = anEnricher({ definitions: [...definitions, profile] })
    const keys = { pk: { S: 'CUSTOMER#c-17' }, sk: { S: 'PROFILE' } }
    const other = { pk: { S: 'CUSTOMER#c-17' }, sk: { S: 'CART' } }

    const order = enrich(aSourceRecord())
    const second = enrich(
      aSourceRecord({ op: 'INSERT', keys, after: { ...keys, nick: { S: 'Ada' } } }),
    )
    const third = enrich(aSourceRecord({ op: 'INSERT', keys: other, after: other }))

    expect(order.event?.type).toBe('order.modified')
    expect(second.event).toMatchObject({
      type: 'profile.inserted',
      id: 'CUSTOMER#c-17|PROFILE',
      transition: null,
      after: { pk: 'CUSTOMER#c-17', sk: 'PROFILE', nick: 'Ad*' },
    })
    expect(third).toEqual({ ignored: true })
  })

  it('gives an item that two patterns match to the first entity listed', () => {
    const search = { ...profile.search, index: 'all' }
    const key = { pk: 'CUSTOMER#c-*', sk: '*' }
    const overlapping = checkDefinition({ ...profile, name: 'all', key, search })

    const first = anEnricher({ definitions: [...definitions, overlapping] })(aSourceRecord())
    const last = anEnricher({ definitions: [overlapping, ...definitions] })(aSourceRecord())

    expect(first.event?.entity).toBe('order')
    expect(last.parked?.entity).toBe('all')
  })

  it.each([
    ['none', []],
    ['two of one name', [...definitions, ...definitions]],
    ['two of one index', [profile, { ...profile, name: 'other' }]],
    [
      'two of different tables',
      [...definitions, { ...profile, table: { partitionKey: table.partitionKey } }],
    ],
  ])('refuses %s at its start', (_, some) => {
    expect(() => anEnricher({ definitions: some })).toThrow(
      expect.objectContaining({ code: 'definitions.invalid' }),
    )
  })

  it.each(['gcp', '', null, 'constructor'])(
    'refuses the sequence layout %j at its start',
    (layout) => {
      expect(() => anEnricher({ layout: layout as never })).toThrow(
        expect.objectContaining({ code: 'sequence.layout_unknown' }),
      )
    },
  )

  it('ignores what TTL deleted, unless it is to be delivered', () => {
    const record = aSourceRecord({ op: 'REMOVE', expired: true })

    const dropped = anEnricher()(record)
    const delivered = anEnricher({ ttlDeletes: 'deliver' })(record)

    expect(dropped).toEqual({ ignored: true })
    expect(delivered.event).toMatchObject({ type: 'order.removed', expired: true })
  })

  it('delivers a remove that someone else made', () => {
    const record = {
      ...aSourceRecord({ op: 'REMOVE' }),
      userIdentity: { type: 'Service', principalId: 'other.amazonaws.com' },
    }

    expect(anEnricher()(record).event).toMatchObject({ op: 'remove', expired: false })
  })

  it('keeps undeclared attributes at every depth when it is told to', () => {
    const undeclared = { phone: { S: '555' }, tags: { SS: ['b', 'a'] } }
    const after = anOrder({
      ...undeclared,
      items: { L: [{ M: { ...aLine().M, gift: { BOOL: true } } }] },
    })
    const record = aSourceRecord({ op: 'INSERT', after })

    const { event } = anEnricher({ undeclared: 'keep' })(record)

    expect(event?.after).toMatchObject({ phone: '555', tags: ['a', 'b'], items: [{ gift: true }] })
    expect(event?.changed).not.toContain('phone')
  })

  it('names each undeclared attribute that it drops, and no value', () => {
    const dropped: string[] = []
    const onUndeclared = (entity: string, path: string) => dropped.push(`${entity} ${path}`)
    const line = { M: { ...aLine().M, gift: { S: 'secret' } } }
    const after = anOrder({ phone: { S: 'secret' }, items: { L: [line] } })

    anEnricher({ onUndeclared })(aSourceRecord({ op: 'INSERT', after }))

    expect(dropped).toEqual(['order items.gift', 'order phone'])
  })

  it('does not count a change of undeclared attributes as a change', () => {
    const before = anOrder({ phone: { S: '1' } })
    const after = anOrder({ phone: { S: '2' } })

    const { event } = anEnricher()(aSourceRecord({ before, after }))

    expect(event?.changed).toEqual([])
  })

  it('takes the order of a set and of map names for no change', () => {
    const tagged = checkDefinition({
      ...profile,
      schema: item({ pk: text(), sk: text(), nick: text(), at: map({ x: text(), y: text() }) }),
      search: {
        index: 'profiles',
        properties: {
          pk: keyword,
          sk: keyword,
          nick: keyword,
          at: { properties: { x: keyword, y: keyword } },
        },
      },
    })
    const keys = { pk: { S: 'CUSTOMER#c-17' }, sk: { S: 'PROFILE' } }
    const x = { S: '1' }
    const y = { S: '2' }
    const before = { ...keys, nick: { S: 'a' }, at: { M: { x, y } } }
    const after = { at: { M: { y, x } }, nick: { S: 'a' }, ...keys }

    const { event } = anEnricher({ definitions: [tagged] })(aSourceRecord({ keys, before, after }))

    expect(event?.changed).toEqual([])
    expect(JSON.stringify(event?.after)).toBe(JSON.stringify(event?.before))
  })

  it('gives equal values of one attribute equal tokens, and of two attributes different ones', () => {
    const twice = checkDefinition({
      ...profile,
      schema: item({ pk: text(), sk: text(), nick: text(), alias: optional(text()) }),
      personalData: { nick: 'token', alias: 'token' },
      search: {
        index: 'p',
        properties: { pk: keyword, sk: keyword, nick: keyword, alias: keyword },
      },
    })
    const keys = { pk: { S: 'CUSTOMER#c-17' }, sk: { S: 'PROFILE' } }
    const same = { nick: { S: 'Ada' }, alias: { S: 'Ada' } }
    const before = { ...keys, nick: { S: 'Ada' } }
    const record = aSourceRecord({ keys, before, after: { ...keys, ...same } })

    const { event } = anEnricher({ definitions: [twice] })(record)

    expect(event?.after?.nick).toBe(event?.before?.nick)
    expect(event?.after?.alias).not.toBe(event?.after?.nick)
    expect(event?.changed).toEqual(['alias'])
  })

  it('counts by the low digits in the layout of DynamoDB Local only', () => {
    const record = aSourceRecord({ sequenceNumber: '000000000000000000634' })

    const local = anEnricher({ layout: 'dynamodb-local' })(record)
    const aws = anEnricher()(record)

    expect(local.event?.position.sequenceNumber).toBe('000000000000000000634')
    expect(aws).toMatchObject({ parked: { code: 'record.sequence_invalid', entity: 'order' } })
    expect(aws.event).toBeUndefined()
  })

  it('names what is wrong with an image, and no value of it', () => {
    const after = anOrder({ status: { S: 'secret' }, total: { S: 'secret' }, email: undefined })
    const record = JSON.parse(JSON.stringify(aSourceRecord({ after })))

    const { parked } = anEnricher()(record)

    expect(parked?.message).toBe(
      'The image is no order: status is not one of pending, confirmed, shipped, delivered, cancelled; total is not a number; email is missing.',
    )
  })

  it('passes on no message of a check that was added, since it may quote the value', () => {
    const address = v.pipe(text(), v.email())
    const quoting = v.pipe(
      text(),
      v.check(
        () => false,
        ({ input }) => `not ${input}`,
      ),
    )
    const definition = checkDefinition({
      ...profile,
      schema: item({ pk: text(), sk: text(), nick: address, alias: quoting, age: decimal() }),
      search: {
        index: 'profiles',
        properties: {
          pk: keyword,
          sk: keyword,
          nick: keyword,
          alias: keyword,
          age: { type: 'double' },
        },
      },
    })
    const keys = { pk: { S: 'CUSTOMER#c-17' }, sk: { S: 'PROFILE' } }
    const after = { ...keys, nick: { S: 'secret' }, alias: { S: 'secret' }, age: { S: 'secret' } }

    const { parked } = anEnricher({ definitions: [definition] })(aSourceRecord({ keys, after }))

    expect(parked?.cause).toBe(
      'nick is not as declared; alias is not as declared; age is not a number',
    )
    expect(JSON.stringify(parked)).not.toContain('secret')
  })

  it.each([
    ['a list', { L: [] }],
    ['a value without a type', {}],
    ['a value of two types', { S: 'a', N: '1' }],
    ['binary', { B: 'c2VjcmV0' }],
    ['a set', { SS: ['secret'] }],
  ])('parks an order whose city is %s', (_, city) => {
    const good = anOrder()
    const address = { M: { ...(good.shippingAddress as { M: object }).M, city } }

    const { parked, event } = anEnricher()(
      aSourceRecord({ after: anOrder({ shippingAddress: address }) }),
    )

    expect(parked).toMatchObject({ code: 'image.schema_invalid' })
    expect(event).toMatchObject({ type: 'order.parked', op: 'modify', before: null, after: null })
  })

  describe('an order nested 20,000 deep where lines belong', () => {
    const levels = 20_000
    const items = JSON.parse(`${'{"L":['.repeat(levels)}${']}'.repeat(levels)}`)

    it('is parked when it is the new image', () => {
      const { parked, event } = anEnricher()(aSourceRecord({ after: anOrder({ items }) }))

      expect(parked).toMatchObject({ code: 'image.schema_invalid' })
      expect(event).toMatchObject({ type: 'order.parked' })
    })

    it('is left out when it is the old one', () => {
      const { parked, event } = anEnricher()(aSourceRecord({ before: anOrder({ items }) }))

      expect(parked).toBeUndefined()
      expect(event).toMatchObject({ before: null, beforeUnreadable: true })
    })
  })

  it('takes lists as deep as DynamoDB does', () => {
    const levels = 32
    let schema: Attribute = text()
    let value: AttributeValue = { S: 'deep' }
    for (let level = 1; level < levels; level += 1) {
      schema = list(schema)
      value = { L: [value] }
    }
    const definition = checkDefinition({
      ...profile,
      schema: item({ pk: text(), sk: text(), nick: schema }),
      personalData: {},
    })
    const keys = { pk: { S: 'CUSTOMER#c-17' }, sk: { S: 'PROFILE' } }

    const { event } = anEnricher({ definitions: [definition] })(
      aSourceRecord({ op: 'INSERT', keys, after: { ...keys, nick: value } }),
    )

    expect(JSON.stringify(event?.after?.nick)).toContain('["deep"]')
  })

  it('property: whatever it is given, it answers with an event, a reason, or that it ignores it', () => {
    const enrich = anEnricher()
    const good = JSON.stringify(aSourceRecord())
    const damaged = fc.tuple(fc.nat(good.length), fc.string({ maxLength: 3 })).map(([at, junk]) => {
      const text = good.slice(0, at) + junk + good.slice(at + 1)
      try {
        return JSON.parse(text)
      } catch {
        return text
      }
    })
    fc.assert(
      fc.property(fc.oneof(damaged, fc.jsonValue()), (record) => {
        const result = enrich(record)

        expect(Object.keys(result).length).toBeGreaterThan(0)
      }),
      { numRuns: 2000 },
    )
  })
})

describe('a change event that is too large', () => {
  const large = (bytes: number, status = 'confirmed') =>
    anOrder({ items: { L: [aLine('x'.repeat(bytes))] }, status: { S: status } })

  it('goes on without its images, which are claimed, and says all else', () => {
    const half = Math.round(EVENT_BYTES_MAX * 0.6)
    const record = aSourceRecord({ before: large(half), after: large(half, 'shipped') })

    const { parked, event, claim } = anEnricher()(record)

    expect(parked).toBeUndefined()
    expect(event).toMatchObject({
      type: 'order.modified',
      before: null,
      after: null,
      changed: ['status'],
      transition: { from: 'confirmed', to: 'shipped' },
      claimCheck: { key: claim?.key, bytes: claim?.body.length },
    })
    expect(event).not.toHaveProperty('beforeUnreadable')
    expect(JSON.parse(claim?.body ?? '')).toMatchObject({
      before: { status: 'confirmed' },
      after: { status: 'shipped' },
    })
  })

  it('has no personal data in what is claimed', () => {
    const record = aSourceRecord({ op: 'INSERT', after: large(EVENT_BYTES_MAX) })

    const { claim } = anEnricher()(record)

    expect(claim?.body).not.toMatch(/ada@example|High St|Ada L/)
  })

  it('is claimed under one name, however often, and under another when an image differs', () => {
    const claimOf = (status?: string) =>
      anEnricher()(aSourceRecord({ op: 'INSERT', after: large(EVENT_BYTES_MAX, status) })).claim
        ?.key

    expect(claimOf()).toMatch(/^claim-checks\/order\/sha256-[0-9a-f]{64}\.json$/)
    expect(claimOf()).toBe(claimOf())
    expect(claimOf('shipped')).not.toBe(claimOf())
  })

  it('is claimed when it is a removal, too', () => {
    const record = aSourceRecord({ op: 'REMOVE', before: large(2 * EVENT_BYTES_MAX) })

    const { event, claim } = anEnricher()(record)

    expect(event).toMatchObject({ type: 'order.removed', before: null, after: null })
    expect(event?.claimCheck?.key).toBe(claim?.key)
  })

  it('is parked when it is too large even without its images', () => {
    const names = Array.from({ length: 4_000 }, (_, place) => `attributeNumber${place}OfMany`)
    const keys = { pk: { S: 'CUSTOMER#c-17' }, sk: { S: 'PROFILE' } }
    const each = <Value>(value: Value) => Object.fromEntries(names.map((name) => [name, value]))
    const wide = checkDefinition({
      ...profile,
      personalData: {},
      schema: item({ pk: text(), sk: text(), ...each(text()) }),
      search: { index: 'wide', properties: { pk: keyword, sk: keyword, ...each(keyword) } },
    })

    const { parked, event, claim } = anEnricher({ definitions: [wide] })(
      aSourceRecord({ op: 'INSERT', keys, after: { ...keys, ...each({ S: 'x' }) } }),
    )

    expect(parked).toMatchObject({ code: 'event.too_large', entity: 'profile' })
    expect(event).toMatchObject({ type: 'profile.parked', changed: [], after: null })
    expect(event).not.toHaveProperty('claimCheck')
    expect(claim).toBeUndefined()
  })

  it('is measured in bytes of JSON, not in characters', () => {
    const escapes = '\u0000'.repeat(Math.round(EVENT_BYTES_MAX / 5))
    const after = anOrder({ items: { L: [aLine(escapes)] } })

    const { claim } = anEnricher()(aSourceRecord({ op: 'INSERT', after }))

    expect(claim).toBeDefined()
  })

  it('counts twice what both images share', () => {
    // Six bytes each: 0.6 of the limit in one image, 1.2 in both.
    const escapes = '\u0000'.repeat(Math.round(EVENT_BYTES_MAX / 10))
    const before = anOrder({ items: { L: [aLine(escapes)] } })
    const after = { ...before, status: { S: 'shipped' } }

    const { claim } = anEnricher()(aSourceRecord({ before, after }))

    expect(claim).toBeDefined()
  })

  it('is not met by ten events that just fit one call of the bus', () => {
    const after = large(EVENT_BYTES_MAX - 1_500)

    const { event, parked } = anEnricher()(aSourceRecord({ op: 'INSERT', after }))

    const bytes = Buffer.byteLength(JSON.stringify(event))
    expect(parked).toBeUndefined()
    expect(bytes).toBeGreaterThan(EVENT_BYTES_MAX - 1_000)
    expect(bytes * REPLY_EVENTS_MAX).toBeLessThan(PUT_EVENTS_BYTES_MAX)
  })
})

describe('a change event with a character that no queue takes', () => {
  const noted = (note: string) => anOrder({ items: { L: [aLine(note)] } })

  it.each(['\uFFFE', '\uFFFF'])(
    'goes on without its images, which are claimed: %j',
    (character) => {
      const record = aSourceRecord({ before: noted(`a${character}`), after: noted('shipped') })

      const { parked, event, claim } = anEnricher()(record)

      expect(parked).toBeUndefined()
      expect(event).toMatchObject({ type: 'order.modified', before: null, after: null })
      expect(event?.claimCheck?.key).toBe(claim?.key)
      expect(claim?.body).toContain(`a${character}`)
    },
  )

  it('is parked and not announced when its key holds it', () => {
    const keys = { pk: { S: 'CUSTOMER#c-17' }, sk: { S: 'ORDER#\uFFFF' } }

    const { parked, event } = anEnricher()(
      aSourceRecord({ op: 'INSERT', keys, after: anOrder(keys) }),
    )

    expect(parked?.code).toBe('event.character_refused')
    expect(event).toBeUndefined()
  })

  it('is none of those that JSON escapes, or that lie beyond U+FFFF', () => {
    const { parked } = anEnricher()(
      aSourceRecord({ op: 'INSERT', after: noted('\u0000\uD800\uFFFD\u{1F600}\u{1FFFF}') }),
    )

    expect(parked).toBeUndefined()
  })
})
