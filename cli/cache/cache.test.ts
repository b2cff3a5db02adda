import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { Redis } from 'iovalkey'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { anOrder, idOf } from '../../test/builders/order-table.ts'
import { type OwnRedis, startOwnRedis } from '../../test/builders/own-redis.ts'
import { type ServedItems, serveItems } from '../../test/builders/served-items.ts'
import { eventually } from '../../test/support/eventually.ts'
import { EXIT } from '../command.ts'
import { cache } from './cache.ts'

const ORDER = { ...anOrder('c-17', 'o-204'), note: 'ring twice' }
const ID = idOf(ORDER)
const KEY = `tailrace:order:{${ID}}`
const DIGITS = '7'.padStart(40, '0')

let server: OwnRedis
let redis: Redis
let table: ServedItems
let stateDir = ''

beforeAll(async () => {
  stateDir = await mkdtemp(join(tmpdir(), 'tailrace-state-'))
  server = await startOwnRedis()
  redis = new Redis(server.url)
  // A test takes the server away.
  redis.on('error', () => undefined)
  table = await serveItems()
  const endpoints = { redis: server.url, dynamodb: table.url }
  const running = {
    ...{ pid: process.pid, ready: true, region: 'eu-west-1', engines: {} },
    ...{ endpoints, resources: { OrdersTable: 'orders' } },
  }
  await writeFile(join(stateDir, 'runtime.json'), JSON.stringify(running))
})
afterAll(async () => {
  redis.disconnect()
  await server.stop()
  await table.server.stop()
  await rm(stateDir, { recursive: true })
})
beforeEach(async () => {
  await redis.flushall()
  table.put(ORDER)
})

async function run(...args: string[]): Promise<string[]> {
  const printed: string[] = []
  expect(await cache.run(args, contextOf(printed))).toBe(EXIT.ok)
  return printed
}

function contextOf(printed: string[]) {
  const print = (line: string) => printed.push(line)
  return { env: {}, root: stateDir, stateDir, print, stdin: Readable.from([]) }
}

describe('tailrace cache get', () => {
  it('shows value, lease and floor, how long they stay, and no personal data', async () => {
    await redis.set(`${KEY}:v`, JSON.stringify(ORDER), 'EX', 300)
    await redis.set(`${KEY}:l`, 'token', 'EX', 3)
    await redis.set(`${KEY}:f`, `2026-11-21T07:26:36.000/${DIGITS}`, 'EX', 86_400)

    const [key, value, json = '', lease, floor] = await run('get', ID)

    expect(key).toBe(`order:{${ID}}`)
    expect(value).toBe('  value  as the table has it, for another 5 min')
    expect(lease).toMatch(/^ {2}lease {2}held: somebody is filling it, for another [23]\.\d s$/)
    expect(floor).toBe(`  floor  ${DIGITS} of stream 2026-11-21T07:26:36.000, for another 24 h`)
    expect(JSON.parse(json)).toEqual({
      ...ORDER,
      email: '<hidden>',
      note: '<hidden>',
      shippingAddress: {
        ...ORDER.shippingAddress,
        ...{ name: '<hidden>', line1: '<hidden>', postcode: '<hidden>' },
      },
    })
  })

  it.each([
    ['not cached', undefined, true],
    ['as the table has it', JSON.stringify(ORDER), true],
    ['differs from the table', JSON.stringify({ ...ORDER, status: 'shipped' }), true],
    ['cached, and gone from the table', JSON.stringify(ORDER), false],
    ['cached as absent, as in the table', '', false],
    ['cached as absent, and the table has it', '', true],
    ['holds something that is no item', '"by hand"', true],
    ['holds something that is no item', 'by hand', true],
  ])('says "%s"', async (words, value, isThere) => {
    if (value !== undefined) await redis.set(`${KEY}:v`, value)
    if (!isThere) table.remove(ORDER)

    const [, line] = await run('get', ID)

    expect(line).toBe(`  value  ${words}${value === undefined ? '' : ', without end'}`)
  })

  it('survives what is no text', async () => {
    for (const part of ['v', 'l', 'f']) await redis.rpush(`${KEY}:${part}`, 'odd')

    expect((await run('get', ID)).join('\n')).toContain('holds something that is no text')
  })

  it('shows a list, whatever its application put there, without personal data', async () => {
    await redis.set('tailrace:customer-orders:{CUSTOMER#c-17}:v', JSON.stringify({ all: [ORDER] }))
    await redis.set('tailrace:customer-orders:{CUSTOMER#c-17}:l', 'closed', 'EX', 5)

    const printed = await run('get', 'CUSTOMER#c-17', '--kind', 'customer-orders')

    expect(printed[1]).toBe('  value  cached, without end')
    expect(printed[2]).toContain('"email":"<hidden>"')
    expect(printed[3]).toContain('closed: nobody may fill it, for another')
    expect(printed).toHaveLength(4)
  })

  it('watches: a line at each change, also of a cache that goes away and comes back', async () => {
    const printed: string[] = []
    const watching = cache.run(['get', ID, '--watch'], contextOf(printed))
    const saw = (words: string) => eventually(() => expect(printed.at(-1)).toContain(words))

    await saw('not cached')
    await redis.set(`${KEY}:l`, 'token')
    await saw('lease held')
    await redis.set(`${KEY}:v`, JSON.stringify(ORDER))
    await saw('as the table has it')
    table.put({ ...ORDER, status: 'shipped' })
    await saw('differs from the table')
    await redis.multi().del(`${KEY}:v`, `${KEY}:l`).set(`${KEY}:f`, `s/${DIGITS}`).exec()
    await saw(`lease none    floor ${DIGITS}`)
    await server.kill()
    await saw('Redis does not answer at 127.0.0.1:')
    await server.start()
    await saw('lease none')
    process.emit('SIGINT')

    expect(await watching).toBe(EXIT.ok)
    expect(printed).toHaveLength(8)
    expect(printed[1]).toMatch(/^\d\d:\d\d:\d\d\.\d {2}not cached/)
  })
})

describe('tailrace cache read', () => {
  it('fills what is not cached, and then hits', async () => {
    const [, filled, json = ''] = await run('read', ID)
    const [, hit] = await run('read', ID)

    expect(filled).toMatch(/^ {2}filled in \d+\.\d ms: from the table, and cached$/)
    expect(JSON.parse(json)).toMatchObject({ orderId: 'o-204', email: '<hidden>' })
    expect(hit).toMatch(/^ {2}hit in \d+\.\d ms: from the cache$/)
    expect(JSON.parse((await redis.get(`${KEY}:v`)) ?? '')).toEqual(ORDER)
  })

  it('caches that there is none', async () => {
    table.remove(ORDER)

    const printed = await run('read', ID)

    expect(printed.at(-1)).toBe('  the table has no such item')
    expect(await redis.get(`${KEY}:v`)).toBe('')
  })

  it('reads the table past a cache that does not answer', async () => {
    server.freeze()
    try {
      const [, way, trouble, json] = await run('read', ID)

      expect(way).toContain('from the table, and not cached')
      expect(trouble).toContain('cache.unavailable')
      expect(json).toContain('"orderId":"o-204"')
    } finally {
      server.thaw()
    }
  })

  it('reads the table past a cache that is not there', async () => {
    await server.kill()
    try {
      expect((await run('read', ID)).join('\n')).toContain('cache.unavailable')
    } finally {
      await server.start()
    }
  })
})

describe('what tailrace cache refuses', () => {
  it.each([
    [[], 'Say what to do: npx tailrace cache get <id> or npx tailrace cache read <id>'],
    [['put', ID], 'There is no "cache put"'],
    [['get'], 'Say which: the id of an item'],
    [['get', 'CUSTOMER#c-17', 'ORDER#o-204'], 'Put the id into quotes'],
    [['get', 'o-204'], `"o-204" is no id of order, as 'CUSTOMER#*|ORDER#*' (with`],
    [['get', 'CUSTOMER#c%17|ORDER#o-204'], 'is no id of order'],
    [
      ['get', ID, '--kind', 'invoice'],
      'There is no kind "invoice"; there is order, customer-orders',
    ],
    [
      ['get', ID, '--kind', 'customer-orders'],
      "is no id of customer-orders: that is the item's pk",
    ],
    [['read', ID, '--watch'], '--watch is for get'],
    [['read', 'CUSTOMER#c-17', '--kind', 'customer-orders'], 'read is for items'],
  ])('%j', async (args, sentence) => {
    await expect(run(...args)).rejects.toThrow(sentence)
  })

  it('says that Redis does not answer', async () => {
    await server.kill()
    try {
      await expect(run('get', ID)).rejects.toThrow(/^Redis does not answer at 127\.0\.0\.1:\d+: /)
    } finally {
      await server.start()
    }
  })

  it('says so of one that is frozen', async () => {
    server.freeze()
    try {
      await expect(run('get', ID)).rejects.toThrow(/^Redis does not answer/)
    } finally {
      server.thaw()
    }
  })

  it('says that nothing runs', async () => {
    const nowhere = { ...contextOf([]), stateDir: join(stateDir, 'nowhere') }

    await expect(cache.run(['get', ID], nowhere)).rejects.toThrow('Nothing is running here')
  })
})
