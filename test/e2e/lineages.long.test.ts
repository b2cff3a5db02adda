/**
 * A table whose changes come by another stream than before: they wait until a deploy lists the
 * stream, and then the order over both streams is exact.
 */
import { CreateTableCommand, UpdateTableCommand } from '@aws-sdk/client-dynamodb'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import type { BusEvent } from '../../local/resources/event-bus/bus-event.ts'
import { parseStreamArn } from '../../shared/change-event/parse-stream-arn.ts'
import { anOrder, idOf, type OrderTable, openOrderTable } from '../builders/order-table.ts'
import { uniqueName } from '../builders/unique-name.ts'
import { eventually } from '../support/eventually.ts'
import { type EditedStack, removeIndex, startEditedStack } from './edited-stack.ts'
import {
  acceptedEvents,
  countMessages,
  propertiesOf,
  publishLate,
  readContract,
  readDocuments,
  readProjectorLog,
  type StoredDocument,
  sumMetric,
} from './lineage-stack.ts'
import { type OwnEngines, startOwnEngines } from './own-engines.ts'

// A machine that is busy takes its time to start a stack, and a message to come back.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 240_000 })

const STREAM = { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' } as const

const KEPT = anOrder('c-1', 'o-kept')
const CHANGED = anOrder('c-1', 'o-changed')
const REMOVED = anOrder('c-1', 'o-removed')
const RETURNING = anOrder('c-2', 'o-returning')
const NEW = anOrder('c-2', 'o-new')
/** Changes that come by the new stream. */
const NEW_CHANGES = 5

let own: OwnEngines

beforeAll(async () => {
  own = await startOwnEngines()
})
afterAll(async () => {
  await own[Symbol.asyncDispose]()
})

/** How a table's changes come to go another way. */
interface Switch {
  /** Done before the first stack is there; answers the name of the table that replaces its own. */
  readonly prepare: () => Promise<string | undefined>
  /** Done between the two. */
  readonly replace: (tableName: string) => Promise<void>
}

const reenabled: Switch = {
  prepare: async () => undefined,
  replace: async (TableName) => {
    await own.dynamodb.send(
      new UpdateTableCommand({ TableName, StreamSpecification: { StreamEnabled: false } }),
    )
    await own.dynamodb.send(new UpdateTableCommand({ TableName, StreamSpecification: STREAM }))
    await writeNewChanges(openOrderTable(own.dynamodb, TableName))
  },
}

/**
 * Its stream begins before the one of the table it replaces, so label and numbers are all lower: the
 * worst that a restored table could do.
 */
const restored: Switch = {
  prepare: async () => {
    const TableName = uniqueName('restored-orders')
    await own.dynamodb.send(
      new CreateTableCommand({
        TableName,
        BillingMode: 'PAY_PER_REQUEST',
        AttributeDefinitions: [
          { AttributeName: 'pk', AttributeType: 'S' },
          { AttributeName: 'sk', AttributeType: 'S' },
        ],
        KeySchema: [
          { AttributeName: 'pk', KeyType: 'HASH' },
          { AttributeName: 'sk', KeyType: 'RANGE' },
        ],
      }),
    )
    const table = openOrderTable(own.dynamodb, TableName)
    for (const order of [KEPT, CHANGED, REMOVED]) await table.put({ ...order, total: 1 })
    await own.dynamodb.send(new UpdateTableCommand({ TableName, StreamSpecification: STREAM }))
    await writeNewChanges(table)
    return TableName
  },
  replace: async () => undefined,
}

describe.each([
  ['a stream that is disabled and enabled again', reenabled],
  ['a table that is restored from a backup', restored],
])('%s', (_, { prepare, replace }) => {
  const stackName = uniqueName('lineages')
  let oldStreamArn: string
  let oldEvents: readonly BusEvent[]
  let before: readonly StoredDocument[]
  let stack: EditedStack

  beforeAll(async () => {
    const TableName = await prepare()
    const first = await start(stackName)
    oldStreamArn = first.runtime.attributes.OrdersTable?.StreamArn ?? ''
    await writeOldChanges(openOrderTable(own.dynamodb, first.runtime.resources.OrdersTable ?? ''))
    before = await eventually(async () => {
      const documents = await readDocuments(own.endpoints)
      expect(documents.map(toState)).toEqual([
        { id: idOf(CHANGED), generation: 0, total: 2, deleted: false },
        { id: idOf(KEPT), generation: 0, total: 1, deleted: false },
        { id: idOf(REMOVED), generation: 0, total: 1, deleted: false },
        { id: idOf(RETURNING), generation: 0, total: undefined, deleted: true },
      ])
      return documents
    }, 60_000)
    oldEvents = acceptedEvents(first)
    await first[Symbol.asyncDispose]()
    await replace(first.runtime.resources.OrdersTable ?? '')
    // The Pipe reads the new stream; the index was told of the old one only.
    stack = await start(stackName, { oldStreamArn, TableName })
  })
  afterAll(async () => {
    await stack[Symbol.asyncDispose]()
    await removeIndex(own.endpoints.opensearch)
  })

  it('has its changes wait in the queue, before anything is written, and that is told', async () => {
    const { SearchQueue, SearchDlq } = stack.runtime.resources

    await eventually(async () => {
      expect(await sumMetric(stack, 'LineageUnknown')).toBeGreaterThanOrEqual(NEW_CHANGES)
      expect(await countMessages(own.sqs, SearchQueue)).toBe(NEW_CHANGES)
    }, 60_000)

    expect(await countMessages(own.sqs, SearchDlq)).toBe(0)
    expect(await readDocuments(own.endpoints)).toEqual(before)
    const { text, lines } = await readProjectorLog(stack)
    expect(lines).toContainEqual(
      expect.objectContaining({ level: 'WARN', code: 'lineage.unknown', ...newStream() }),
    )
    for (const value of ['o-changed', 'Lodz', 'KB-87', 'tok_']) expect(text).not.toContain(value)
  })

  it('has them applied once an update lists the stream, exact across the switch', async () => {
    await stack.runtime.update('SearchIndex', { TableStreamArn: newStreamArn() })

    await expectNewState()
    expect((await readContract(own.endpoints)).lineages).toEqual([
      parseStreamArn(oldStreamArn),
      newStream(),
    ])
    await eventually(async () => {
      expect(await countMessages(own.sqs, stack.runtime.resources.SearchQueue)).toBe(0)
    })
  })

  it('holds stragglers of the old stream for stale, however high their numbers', async () => {
    const applied = await readDocuments(own.endpoints)
    const stale = await sumMetric(stack, 'EventsStale')
    const late = oldEvents.filter(({ detail }) => detail.id !== idOf(KEPT))

    await publishLate(stack, [...late, ...late.map(withHighNumber)])

    await eventually(async () => {
      expect(await sumMetric(stack, 'EventsStale')).toBe(stale + 2 * late.length)
    }, 60_000)
    expect(late.length).toBeGreaterThan(0)
    expect(await readDocuments(own.endpoints)).toEqual(applied)
    expect(await countMessages(own.sqs, stack.runtime.resources.SearchDlq)).toBe(0)
  })

  function newStreamArn(): string {
    return stack.runtime.attributes.OrdersTable?.StreamArn ?? ''
  }

  function newStream() {
    return parseStreamArn(newStreamArn())
  }

  async function expectNewState(): Promise<void> {
    await eventually(async () => {
      const documents = await readDocuments(own.endpoints)
      expect(documents.map(toState)).toEqual([
        { id: idOf(CHANGED), generation: 1, total: 4, deleted: false },
        { id: idOf(KEPT), generation: 0, total: 1, deleted: false },
        { id: idOf(REMOVED), generation: 1, total: undefined, deleted: true },
        { id: idOf(NEW), generation: 1, total: 3, deleted: false },
        { id: idOf(RETURNING), generation: 1, total: 3, deleted: false },
      ])
    }, 60_000)
  }
})

/** As deployed before: with the old stream's ARN in the custom resource, and that table for the other. */
function start(
  stackName: string,
  since?: { readonly oldStreamArn: string; readonly TableName: string | undefined },
): Promise<EditedStack> {
  return startEditedStack({
    endpoints: own.endpoints,
    packaged: own.packaged,
    stackName,
    template: (template) => {
      if (since === undefined) return
      propertiesOf(template, 'SearchIndex').TableStreamArn = since.oldStreamArn
      const table = propertiesOf(template, 'OrdersTable')
      if (since.TableName !== undefined) table.TableName = since.TableName
    },
  })
}

async function writeOldChanges(table: OrderTable): Promise<void> {
  for (const order of [KEPT, CHANGED, REMOVED, RETURNING]) await table.put({ ...order, total: 1 })
  await table.put({ ...CHANGED, total: 2 })
  await table.remove(RETURNING)
}

async function writeNewChanges(table: OrderTable): Promise<void> {
  await table.put({ ...CHANGED, total: 3 })
  await table.put({ ...CHANGED, total: 4 })
  await table.remove(REMOVED)
  await table.put({ ...RETURNING, total: 3 })
  await table.put({ ...NEW, total: 3 })
}

function toState({ id, generation, total, deleted }: StoredDocument) {
  return { id, generation, total, deleted }
}

/** Streams do not share their numbers: one of the old may be above all of the new. */
function withHighNumber({ detail, ...event }: BusEvent, place: number): BusEvent {
  const { position, eventID } = detail as { position: object; eventID: string }
  const sequenceNumber = String(999_999_999_000 + place).padStart(21, '0')
  return {
    ...event,
    detail: { ...detail, eventID: `${eventID}-high`, position: { ...position, sequenceNumber } },
  }
}
