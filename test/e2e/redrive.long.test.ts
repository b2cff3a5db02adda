import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { DeleteObjectsCommand, ListObjectsV2Command, PutObjectCommand } from '@aws-sdk/client-s3'
import { GetQueueAttributesCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { runCommand } from '../../cli/run-command.ts'
import { agrees } from '../../local/agreement/agreement.ts'
import { accessRedis, type RedisAccess } from '../../local/redis-client.ts'
import { aPositionLetter, sendDeadLetters } from '../builders/dead-letters.ts'
import { anOrder, idOf, type OrderTable, openOrderTable } from '../builders/order-table.ts'
import { eventually } from '../support/eventually.ts'
import { ROOT, startPipeline, type TestPipeline } from './start-pipeline.ts'

/** Letters of each kind. */
const LETTERS = 10
/** A killed one gives nothing back: what it held comes when its hold ends. */
const END = process.env.TAILRACE_TEST_LONG ? 'SIGKILL' : 'SIGINT'
/** Its images do not fit the bus. */
const LARGE = { items: [{ sku: 'KB-87', name: 'x'.repeat(150_000), quantity: 1, unitPrice: 1 }] }

let test: TestPipeline
let orders: OrderTable
let sqs: SQSClient
let redis: RedisAccess

beforeAll(async () => {
  test = await startPipeline()
  orders = openOrderTable(test.dynamodb, test.tableName)
  const { endpoints, region } = test.pipeline.file
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' }
  sqs = new SQSClient({ endpoint: endpoints.sqs ?? '', region, credentials })
  redis = accessRedis(endpoints.redis ?? '')
  // Each order twice, so that half of all changes are older than what the sinks hold.
  const all = Array.from({ length: LETTERS }, (_, n) => anOrder('c-1', `o-${n}`))
  for (const order of all) await orders.put({ ...order, status: 'pending' })
  for (const order of all) await orders.put(order)
  await orders.put({ ...anOrder('c-1', 'o-large'), ...LARGE })
  await eventually(expectAgreement, 60_000)
})
afterAll(async () => {
  sqs.destroy()
  redis.close()
  await test[Symbol.asyncDispose]()
})

describe('redrive of the search sink', () => {
  it('plans ten letters of each kind, sends them, and the index agrees with the table', async () => {
    const { older, newer, large } = changes()
    const send = sendDeadLetters(sqs, resource('SearchDlq'))
    for (const body of older) await send.byReceives(body)
    for (const body of newer.slice(0, 5)) await send.byRule(body)
    for (const body of [...newer.slice(5), large]) await send.byFunction(body, 'document.refused')
    for (let n = 0; n < LETTERS; n += 1) await send.byFunction(`no event ${n}`, 'event.not_json')
    await forgetDocuments()

    const listed = await tailrace('dlq', 'list', 'search')
    expect(listed.summary).toMatchObject({
      letters: 31,
      codes: { '- (receives)': 10, NO_PERMISSIONS: 5, 'document.refused': 6, 'event.not_json': 10 },
    })
    const planned = await tailrace('redrive', 'search')
    // Nothing is stored now, so an older change would be taken too: the newer one then beats it.
    expect(planned.summary.counts).toMatchObject({ applied: 15, tried: 6, poison: 10 })
    expect(await depth('SearchDlq')).toBe(31)

    const done = await tailrace('redrive', 'search', '--apply')
    expect(done.exitCode).toBe(0)
    expect(done.summary.counts).toMatchObject({ poison: 10, failed: 0 })
    await eventually(expectAgreement)
    expect(await depth('SearchDlq')).toBe(10)
  })

  it('tells what is older than the index, and sending it twice changes nothing', async () => {
    const { older, newer } = changes()
    const send = sendDeadLetters(sqs, resource('SearchDlq'))
    for (const body of [...older, ...newer]) await send.byReceives(body)

    const planned = await tailrace('redrive', 'search')
    expect(planned.summary.counts).toMatchObject({ stale: 20, applied: 0, poison: 10 })
    expect(planned.lines.find(({ verdict }) => verdict === 'stale')?.stored).toMatch(/\/\d{40}$/)

    await tailrace('redrive', 'search', '--apply')
    const again = await tailrace('redrive', 'search', '--apply', '--code', 'nothing')
    expect(again.summary.counts).toMatchObject({ applied: 0, stale: 0 })
    await eventually(async () => expect(await depth('SearchQueue')).toBe(0))
    await expectAgreement()
  })

  it('takes no more letters than it is told, and only of one code', async () => {
    const planned = await tailrace('redrive', 'search', '--code', 'event.not_json', '--limit', '3')

    expect(planned.lines).toHaveLength(3)
    expect(planned.lines.every(({ code }) => code === 'event.not_json')).toBe(true)
  })
})

describe('redrive of the lake', () => {
  it(`goes on where ${END} ended it, and the lake agrees`, async () => {
    const { older, newer, large } = changes()
    const send = sendDeadLetters(sqs, resource('LakeDlq'))
    for (const body of [...older, ...newer, large]) await send.byReceives(body)
    await forgetLake()

    await endAfter(5, 'redrive', 'lake', '--apply', '--rate', '20')
    const left = await depth('LakeDlq')
    expect(left).toBeGreaterThan(0)
    expect(left).toBeLessThan(21)

    await eventually(async () => {
      await tailrace('redrive', 'lake', '--apply')
      expect(await depth('LakeDlq')).toBe(0)
    }, 90_000)
    await eventually(expectLakeAgreement)
  }, 180_000)
})

describe('redrive of the cache', () => {
  const entry = (n: number, part: 'v' | 'f') =>
    `tailrace:order:{${idOf(anOrder('c-1', `o-${n}`))}}:${part}`

  it('tells what is at or below the floors, and invalidates what they forgot', async () => {
    const { older, newer } = changes()
    const send = sendDeadLetters(sqs, resource('CacheDlq'))
    for (const body of [...older, ...newer]) await send.byReceives(body)
    const floors = await redis.ask((cache) => cache.mget(newer.map((_, n) => entry(n, 'f'))))
    expect(floors).not.toContain(null)

    const known = await tailrace('redrive', 'cache')
    expect(known.summary.counts).toMatchObject({ stale: 20, applied: 0 })

    await redis.ask((cache) => cache.del(newer.map((_, n) => entry(n, 'f'))))
    await redis.ask((cache) => cache.set(entry(0, 'v'), '"old"', 'PX', 60_000))
    const forgotten = await tailrace('redrive', 'cache', '--apply')

    expect(forgotten.summary.counts).toMatchObject({ applied: 20, failed: 0 })
    await eventually(async () => {
      expect(await redis.ask((cache) => cache.exists(entry(0, 'v')))).toBe(0)
      expect(await redis.ask((cache) => cache.mget(newer.map((_, n) => entry(n, 'f'))))).toEqual(
        floors,
      )
    })
    expect(await depth('CacheDlq')).toBe(0)
  })
})

describe('redrive of the Pipe', () => {
  it('reads the records from the stream and brings them to every sink', async () => {
    const read = reads()
    for (const [n, { shardId, record }] of read.entries()) {
      const number = record.dynamodb.SequenceNumber
      const place = { streamArn: record.eventSourceARN, shardId, batchSize: 1 }
      const by = n % 2 === 0 ? 'pipe' : 'function'
      await sendTo('PipeDlq', aPositionLetter({ ...place, first: number, last: number }, by))
    }
    const shard = read.filter(({ shardId }) => shardId === read[0]?.shardId)
    const [first, last] = [shard[0]?.record, shard.at(-1)?.record]
    const whole = {
      streamArn: first?.eventSourceARN ?? '',
      shardId: shard[0]?.shardId ?? '',
      first: first?.dynamodb.SequenceNumber ?? '',
      last: last?.dynamodb.SequenceNumber ?? '',
      batchSize: shard.length,
    }
    const lost = [
      { ...whole, shardId: 'shardId-00000001795240000000-1f0a' },
      { ...whole, first: '000000000000000000000', last: '000000000000000000000' },
      { ...whole, streamArn: `${whole.streamArn.slice(0, -23)}2026-01-01T00:00:00.000` },
      { ...whole, batchSize: shard.length + 1 },
      // Numbers as AWS counts, and numbers that are yet to come.
      { ...whole, first: '2574600000000000000935255', last: '2574600000000000000935255' },
      { ...whole, last: '000000000000099999999' },
    ]
    for (const range of [whole, ...lost]) await sendTo('PipeDlq', aPositionLetter(range))
    await sendTo('PipeDlq', '{"context":{}}')
    await forgetDocuments()
    await forgetLake()

    const planned = await tailrace('redrive', 'pipe')
    expect(planned.summary.counts).toMatchObject({ applied: read.length + 1, not_redrivable: 7 })
    const unreadable = planned.lines.filter(({ verdict }) => verdict === 'not_redrivable')
    expect(unreadable.map(({ reason }) => reason)).toContainEqual(
      expect.stringMatching(/lost are changes of .* from 2026-11-21T07:26:40Z .*backfill/),
    )

    const done = await tailrace('redrive', 'pipe', '--apply')
    expect(done).toMatchObject({ exitCode: 0 })
    expect(await depth('PipeDlq')).toBe(7)
    await eventually(expectAgreement)
    await eventually(expectLakeAgreement)
  })
})

describe('redrive of parked records', () => {
  it('sends what fits its definition now, removes it, and keeps what is still poison', async () => {
    const newest = new Map(reads().map(({ record }) => [keyOf(record), record]))
    const good = [...newest.values()]
    for (const record of good) await park(record)
    const broken = Array.from({ length: LETTERS }, (_, n) => anOrder('c-9', `o-broken-${n}`))
    for (const order of broken) await orders.put({ ...order, status: 'lost in the post' })
    await eventually(async () => expect(await listParked()).toHaveLength(good.length + LETTERS))
    await forgetDocuments()

    const listed = await tailrace('dlq', 'list', 'parked')
    expect(listed.lines.map(({ id }) => id)).toEqual(
      expect.arrayContaining(broken.map((order) => idOf(order))),
    )
    const planned = await tailrace('redrive', 'parked')
    expect(planned.summary.counts).toMatchObject({ applied: good.length, poison: LETTERS })

    await tailrace('redrive', 'parked', '--apply')
    expect(await listParked()).toHaveLength(LETTERS)
    await eventually(expectAgreement)
  })

  it('shows names and types of a parked record, and no value', async () => {
    const [name = ''] = await listParked()
    const shown = await tailraceText('dlq', 'show', name)

    expect(shown).toContain('email: S')
    expect(shown).toContain('shippingAddress.name: S')
    expect(shown).toMatch(/would be +poison: image\.schema_invalid/)
    expect(shown).not.toMatch(/ada@example|Ada L\.|lost in the post|High St/)
  })
})

async function expectAgreement(): Promise<void> {
  const agreement = await test.pipeline.compare()
  expect(agrees(agreement), JSON.stringify(agreement)).toBe(true)
}

async function expectLakeAgreement(): Promise<void> {
  const agreement = await test.pipeline.compareLake()
  expect(agrees(agreement), JSON.stringify(agreement)).toBe(true)
}

interface Line {
  readonly verdict?: string
  readonly code: string | null
  readonly id: string | null
  readonly reason?: string
  readonly stored?: string
}

async function tailrace(...args: string[]) {
  const { exitCode, printed } = await run([...args, '--json'])
  const lines = printed.map((line) => JSON.parse(line))
  const { summary } = lines.pop()
  return { exitCode, lines: lines as Line[], summary }
}

async function tailraceText(...args: string[]): Promise<string> {
  return (await run(args)).printed.join('\n')
}

async function run(args: readonly string[]) {
  const printed: string[] = []
  const complaints: string[] = []
  const exitCode = await runCommand(args, {
    env: {},
    stateDir: test.stateDir,
    root: ROOT,
    print: (line) => printed.push(line),
    complain: (message) => complaints.push(message),
    stdin: process.stdin,
  })
  expect(complaints).toEqual([])
  return { exitCode, printed }
}

/** Runs a command in a process of its own, and ends it when so many letters are gone. */
async function endAfter(letters: number, ...args: string[]): Promise<void> {
  const before = await depth('LakeDlq')
  const child = spawn(process.execPath, [join(ROOT, 'cli', 'main.ts'), ...args], {
    env: { ...process.env, TAILRACE_STATE_DIR: test.stateDir },
    stdio: 'ignore',
  })
  const ended = once(child, 'exit')
  await eventually(async () => expect(await depth('LakeDlq')).toBeLessThanOrEqual(before - letters))
  child.kill(END)
  expect(await ended).toEqual(END === 'SIGKILL' ? [null, END] : [1, null])
}

function resource(logicalId: string): string {
  return test.pipeline.file.resources[logicalId] ?? ''
}

/** Bodies of the bus events of all orders, as a rule hands them over. */
function changes() {
  const events = test.signals.flatMap((signal) =>
    signal.type === 'event.accepted' ? [signal.event] : [],
  )
  const once = [...new Map(events.map((event) => [event.detail.eventID, event])).values()]
  const bodies = (is: (detail: Record<string, unknown>) => boolean) =>
    once.filter(({ detail }) => is(detail)).map((event) => JSON.stringify(event))
  const ofItem = (detail: Record<string, unknown>) => /o-\d$/.test(String(detail.id))
  return {
    older: bodies((detail) => ofItem(detail) && detail.op === 'insert'),
    newer: bodies((detail) => ofItem(detail) && detail.op === 'modify'),
    large: bodies((detail) => detail.claimCheck !== undefined)[0] ?? '',
  }
}

function reads() {
  return test.signals.flatMap((signal) => (signal.type === 'record.read' ? [signal] : []))
}

function keyOf({ dynamodb }: { readonly dynamodb: { readonly Keys: unknown } }): string {
  return JSON.stringify(dynamodb.Keys)
}

async function sendTo(logicalId: string, body: string): Promise<void> {
  await sqs.send(new SendMessageCommand({ QueueUrl: resource(logicalId), MessageBody: body }))
}

/** Only what waits or is held: the queue itself says how many. */
async function depth(logicalId: string): Promise<number> {
  const names = ['', 'NotVisible', 'Delayed'].map(
    (suffix) => `ApproximateNumberOfMessages${suffix}` as 'ApproximateNumberOfMessages',
  )
  const { Attributes = {} } = await sqs.send(
    new GetQueueAttributesCommand({ QueueUrl: resource(logicalId), AttributeNames: names }),
  )
  return names.reduce((sum, name) => sum + Number(Attributes[name] ?? 0), 0)
}

/** The index loses every order, and their versions. */
async function forgetDocuments(): Promise<void> {
  const index = `${test.pipeline.file.endpoints.opensearch}/orders-write`
  const headers = { 'content-type': 'application/json' }
  const forget = JSON.stringify({ index: { gc_deletes: '0s' } })
  await fetch(`${index}/_settings`, { method: 'PUT', headers, body: forget })
  const body = JSON.stringify({ query: { match_all: {} } })
  const path = `${index}/_delete_by_query?refresh=true&conflicts=proceed`
  const reply = await fetch(path, { method: 'POST', headers, body })
  expect(reply.status).toBe(200)
}

async function forgetLake(): Promise<void> {
  const Bucket = resource('LakeBucket')
  const { Contents = [] } = await test.s3.send(
    new ListObjectsV2Command({ Bucket, Prefix: 'lake/' }),
  )
  const Objects = Contents.map(({ Key }) => ({ Key: Key ?? '' }))
  await test.s3.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects } }))
}

async function park(record: { readonly eventID: string }): Promise<void> {
  const body = { code: 'image.schema_invalid', message: 'then', cause: null, record }
  await test.s3.send(
    new PutObjectCommand({
      Bucket: resource('ParkedBucket'),
      Key: `parked/order/${record.eventID}.json`,
      Body: JSON.stringify({ ...body, parkedBy: 'enrichment' }),
    }),
  )
}

async function listParked(): Promise<string[]> {
  const { Contents = [] } = await test.s3.send(
    new ListObjectsV2Command({ Bucket: resource('ParkedBucket'), Prefix: 'parked/' }),
  )
  return Contents.map(({ Key }) => Key ?? '')
}
