/** What an index refuses as it is deployed: a table that it does not list, versions of another codec. */
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import type { Clock } from '../../local/clock.ts'
import { parseStreamArn } from '../../shared/change-event/parse-stream-arn.ts'
import { anOrder, idOf, type OrderTable, openOrderTable } from '../builders/order-table.ts'
import { createFastClock } from '../fakes/fast-clock.ts'
import { eventually } from '../support/eventually.ts'
import { type EditableTemplate, type EditedStack, startEditedStack } from './edited-stack.ts'
import {
  countMessages,
  propertiesOf,
  readContract,
  readDocuments,
  type StoredDocument,
  sumMetric,
  writeContract,
} from './lineage-stack.ts'
import { type OwnEngines, startOwnEngines } from './own-engines.ts'

vi.setConfig({ testTimeout: 120_000, hookTimeout: 240_000 })

/** A minute of the alarms in a second. */
const FASTER = 60

let own: OwnEngines

beforeAll(async () => {
  own = await startOwnEngines()
})
afterAll(async () => {
  await own[Symbol.asyncDispose]()
})

describe('a second table pointed at the index', () => {
  const OF_FIRST = anOrder('c-1', 'o-first')
  const OF_SECOND = anOrder('c-2', 'o-second')
  const OF_BOTH = anOrder('c-3', 'o-both')
  let stack: EditedStack
  let first: OrderTable
  let second: OrderTable

  beforeAll(async () => {
    stack = await start(withSecondTable)
    const { OrdersTable = '', SecondTable = '' } = stack.runtime.resources
    first = openOrderTable(own.dynamodb, OrdersTable)
    second = openOrderTable(own.dynamodb, SecondTable)
  })
  afterAll(async () => {
    await stack[Symbol.asyncDispose]()
  })

  it('is refused until it is listed, while the first goes on', async () => {
    for (const order of [OF_SECOND, OF_BOTH]) await second.put({ ...order, total: 2 })
    await eventually(async () => {
      expect(await sumMetric(stack, 'LineageUnknown')).toBeGreaterThanOrEqual(2)
      expect(await countMessages(own.sqs, stack.runtime.resources.SearchQueue)).toBe(2)
    }, 60_000)
    for (const order of [OF_FIRST, OF_BOTH]) await first.put({ ...order, total: 1 })

    await expectDocuments([
      { id: idOf(OF_FIRST), generation: 0, total: 1 },
      { id: idOf(OF_BOTH), generation: 0, total: 1 },
    ])
    expect(await countMessages(own.sqs, stack.runtime.resources.SearchQueue)).toBe(2)
    expect(await countMessages(own.sqs, stack.runtime.resources.SearchDlq)).toBe(0)
  })

  it('is listed beside the first, and of an item that both have its change wins', async () => {
    await stack.runtime.update('SearchIndex', { TableStreamArn: streamArn('SecondTable') })

    const ofBoth = [
      { id: idOf(OF_FIRST), generation: 0, total: 1 },
      { id: idOf(OF_SECOND), generation: 1, total: 2 },
      { id: idOf(OF_BOTH), generation: 1, total: 2 },
    ]
    await expectDocuments(ofBoth)
    const arns = ['OrdersTable', 'SecondTable'].map(streamArn)
    expect((await readContract(own.endpoints)).lineages).toEqual(arns.map(parseStreamArn))
  })

  it('leaves the first as it was: a later change of it is applied, but to an item of both', async () => {
    const stale = await sumMetric(stack, 'EventsStale')

    await first.put({ ...OF_BOTH, total: 5 })
    await first.put({ ...OF_FIRST, total: 5 })
    await second.put({ ...OF_SECOND, total: 6 })

    await expectDocuments([
      { id: idOf(OF_FIRST), generation: 0, total: 5 },
      { id: idOf(OF_SECOND), generation: 1, total: 6 },
      { id: idOf(OF_BOTH), generation: 1, total: 2 },
    ])
    await eventually(async () => expect(await sumMetric(stack, 'EventsStale')).toBe(stale + 1))
  })

  it('is listed once: the same update again, and the one of the first table, change nothing', async () => {
    const listed = (await readContract(own.endpoints)).lineages

    await stack.runtime.update('SearchIndex', { TableStreamArn: streamArn('OrdersTable') })
    await stack.runtime.update('SearchIndex', { TableStreamArn: streamArn('SecondTable') })

    expect((await readContract(own.endpoints)).lineages).toEqual(listed)
  })

  function streamArn(table: string): string {
    return stack.runtime.attributes[table]?.StreamArn ?? ''
  }
})

describe('an index whose versions are of another codec', () => {
  it('has every change wait, stops the sink, and the deploy refuses with the way out', async () => {
    await using stack = await start(undefined, createFastClock(FASTER))
    const contract = await readContract(own.endpoints)
    await writeContract(own.endpoints, { ...contract, codec: 'aws-20-10-1' })
    const table = openOrderTable(own.dynamodb, stack.runtime.resources.OrdersTable ?? '')
    const order = anOrder('c-4', 'o-codec')

    await table.put({ ...order, total: 1 })
    await eventually(async () => {
      expect(await sumMetric(stack, 'CodecMismatch')).toBeGreaterThanOrEqual(1)
    }, 60_000)
    const mapping = 'SearchProjectorEventSourceMappingSQSSearchQueue'
    await eventually(() => {
      expect(stack.signals).toContainEqual(
        expect.objectContaining({ mapping, state: 'Disabled', by: 'BreakerLambdaFunction' }),
      )
    })
    const updating = stack.runtime.update('SearchIndex', { DefinitionsDigest: 'another' })

    await expect(updating).rejects.toThrow(
      'index.incompatible: The index orders-000001 has versions of the codec aws-20-10-1, and this ' +
        'deployment writes dynamodb-local-0-10-1: rebuild it into a new index, or set the sequence ' +
        'layout back.',
    )
    expect(await readDocuments(own.endpoints)).toEqual([])
    expect(await countMessages(own.sqs, stack.runtime.resources.SearchQueue)).toBe(1)
    expect(await countMessages(own.sqs, stack.runtime.resources.SearchDlq)).toBe(0)

    await writeContract(own.endpoints, contract)
    const { lambda } = stack.runtime.endpoints
    const id = stack.runtime.resources[mapping]
    const started = await fetch(`${lambda}/2015-03-31/event-source-mappings/${id}`, {
      method: 'PUT',
      body: JSON.stringify({ Enabled: true }),
    })

    expect(started.status).toBe(202)
    await expectDocuments([{ id: idOf(order), generation: 0, total: 1 }])
  })
})

function start(
  template?: (template: EditableTemplate) => void,
  metricClock?: Clock,
): Promise<EditedStack> {
  const { endpoints, packaged } = own
  return startEditedStack({
    ...{ endpoints, packaged },
    ...(template && { template }),
    ...(metricClock && { metricClock }),
  })
}

/** A table and a Pipe of its own to the bus; the deploy lists the first table's stream only. */
function withSecondTable(template: EditableTemplate): void {
  const { Resources } = template
  const { OrdersTable, ChangePipe } = Resources
  if (OrdersTable === undefined || ChangePipe === undefined) throw new Error('no table or no Pipe')
  const Source = { 'Fn::GetAtt': ['SecondTable', 'StreamArn'] }
  Resources.SecondTable = structuredClone(OrdersTable)
  Resources.SecondPipe = { ...ChangePipe, Properties: { ...ChangePipe.Properties, Source } }
  const policies = propertiesOf(template, 'PipeRole').Policies as {
    readonly PolicyDocument: { readonly Statement: { Sid: string; Resource: unknown }[] }
  }[]
  const statements = policies.flatMap(({ PolicyDocument }) => PolicyDocument.Statement)
  for (const statement of statements) {
    if (statement.Sid === 'ReadStream') statement.Resource = [statement.Resource, Source]
  }
}

async function expectDocuments(
  expected: readonly Pick<StoredDocument, 'id' | 'generation' | 'total'>[],
): Promise<void> {
  await eventually(async () => {
    const documents = await readDocuments(own.endpoints)
    expect(documents.map(({ id, generation, total }) => ({ id, generation, total }))).toEqual(
      expected,
    )
  }, 60_000)
}
