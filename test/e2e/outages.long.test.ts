import { randomInt } from 'node:crypto'
import { setTimeout as sleepFor } from 'node:timers/promises'
import { GetQueueAttributesCommand, SQSClient } from '@aws-sdk/client-sqs'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { agrees } from '../../local/agreement/agreement.ts'
import { createRandom } from '../../local/random.ts'
import { readRuntimeFile } from '../../local/runtime-file.ts'
import { anOrder, type OrderTable, openOrderTable } from '../builders/order-table.ts'
import { eventually } from '../support/eventually.ts'
import { startPipeline, type TestPipeline } from './start-pipeline.ts'

const WRITES = 300
const ITEMS = 60
const FROZEN_MS = 20_000
/** A bound on hanging: how long it takes depends on how long the engine was away. */
const CAUGHT_UP_MS_MAX = 180_000
const DEAD_LETTER_QUEUES = ['PipeDlq', 'BusDlq', 'SearchDlq'] as const

// A machine that is busy takes its time to start an engine again.
vi.setConfig({ testTimeout: 300_000 })

let test: TestPipeline
let orders: OrderTable
let sqs: SQSClient

beforeAll(async () => {
  test = await startPipeline()
  orders = openOrderTable(test.dynamodb, test.tableName)
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' }
  const { endpoints, region } = test.pipeline.file
  sqs = new SQSClient({ endpoint: endpoints.sqs ?? '', region, credentials })
})
afterAll(async () => {
  sqs.destroy()
  await test[Symbol.asyncDispose]()
})

describe('an index that is away while orders change', () => {
  it('catches up after it was frozen, and nothing is dead-lettered', async () => {
    const pid = await enginePid('opensearch')
    process.kill(pid, 'SIGSTOP')
    try {
      await Promise.all([sleepFor(FROZEN_MS), writeOrders()])
    } finally {
      process.kill(pid, 'SIGCONT')
    }

    await expectAgreement(CAUGHT_UP_MS_MAX)
    await expectNoDeadLetters()
  })

  it('catches up after it was killed, and nothing is dead-lettered', async () => {
    const pid = await enginePid('opensearch')
    const writing = writeOrders()
    process.kill(pid, 'SIGKILL')
    await writing

    await eventually(async () => expect(await enginePid('opensearch')).not.toBe(pid), 120_000)
    await expectAgreement(CAUGHT_UP_MS_MAX)
    await expectNoDeadLetters()
  })
})

describe('a table that is away', () => {
  it('is followed on from where its stream had been read, once it is back', async () => {
    const pid = await enginePid('dynamodb')
    await writeOrders()
    process.kill(pid, 'SIGKILL')

    await eventually(async () => expect(await enginePid('dynamodb')).not.toBe(pid), 120_000)
    await writeOrders()

    await expectAgreement(CAUGHT_UP_MS_MAX)
    await expectNoDeadLetters()
  })
})

/** Random changes of a few items, in the order in which they are called. */
async function writeOrders(): Promise<void> {
  const seed = randomInt(2 ** 31)
  const random = createRandom(seed)
  for (let written = 0; written < WRITES; written++) {
    const order = anOrder(`c-${random.below(5)}`, `o-${random.below(ITEMS)}`)
    if (random.chance(0.2)) await orders.remove(order)
    else await orders.put({ ...order, total: random.below(100_000) / 100 })
  }
}

async function enginePid(name: string): Promise<number> {
  const pid = (await readRuntimeFile(test.stateDir))?.engines[name]?.pid
  if (pid === undefined) throw new Error(`${name} is not in the runtime file`)
  return pid
}

async function expectAgreement(withinMs: number): Promise<void> {
  await eventually(async () => {
    const agreement = await test.pipeline.compare()
    expect(agrees(agreement), JSON.stringify(agreement)).toBe(true)
  }, withinMs)
}

async function expectNoDeadLetters(): Promise<void> {
  for (const name of DEAD_LETTER_QUEUES) {
    const QueueUrl = test.pipeline.file.resources[name]
    const { Attributes } = await sqs.send(
      new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['ApproximateNumberOfMessages'] }),
    )
    expect(Attributes?.ApproximateNumberOfMessages, name).toBe('0')
  }
}
