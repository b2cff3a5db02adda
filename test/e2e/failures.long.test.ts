/** The packaged stack with one thing in it broken, on engines of its own. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3'
import { type Message, SQSClient } from '@aws-sdk/client-sqs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { PackagedStack } from '../../infra/package-stack.ts'
import { type Engines, startEngines } from '../../local/engines/start-engines.ts'
import { anOrder, idOf, openOrderTable } from '../builders/order-table.ts'
import { receiveAll } from '../builders/test-queue.ts'
import { startRefusingS3 } from '../fakes/refusing-s3.ts'
import { eventually } from '../support/eventually.ts'
import { freePorts } from '../support/free-ports.ts'
import { packageOnce } from '../support/package-once.ts'
import {
  type EditableTemplate,
  type EditedStack,
  type Edits,
  startEditedStack,
} from './edited-stack.ts'
import { ENGINES_DIR } from './start-pipeline.ts'

const CRASHING = 'o-crash'
/** Ends its process whenever that order is in the batch. */
const CRASHING_ENRICHMENT = `
const original = require('./original.cjs')
exports.handler = async (records, context) => {
  if (records.some(({ dynamodb }) => dynamodb.Keys.sk.S.endsWith('${CRASHING}'))) process.exit(1)
  return original.handler(records, context)
}`
const FAILING_FIRST = 3
/** Throws in its first invocations, over all of its processes. */
const FAILING_FIRST_PROJECTOR = `
const { appendFileSync, statSync } = require('node:fs')
const { join } = require('node:path')
const original = require('./original.cjs')
exports.handler = async (event, context) => {
  const counter = join(process.env.HOME, 'invocations')
  appendFileSync(counter, '.')
  if (statSync(counter).size <= ${FAILING_FIRST}) throw new Error('not yet')
  return original.handler(event, context)
}`
const S3_AWAY_MS = 10_000
const CREDENTIALS = { accessKeyId: 'test', secretAccessKey: 'test' }
const REGION = 'eu-west-1'

let stateDir: string
let engines: Engines
let packaged: PackagedStack
let dynamodb: DynamoDBClient
let sqs: SQSClient
let s3: S3Client

beforeAll(async () => {
  stateDir = await mkdtemp(join(tmpdir(), 'tailrace-failures-'))
  packaged = await packageOnce('dev')
  engines = await startEngines({
    stateDir,
    enginesDir: ENGINES_DIR,
    env: { ...process.env, ...(await freePorts()) },
    onNotice: () => undefined,
    signal: new AbortController().signal,
  })
  const client = { region: REGION, credentials: CREDENTIALS }
  dynamodb = new DynamoDBClient({ ...client, endpoint: engines.endpoints.dynamodb })
  sqs = new SQSClient({ ...client, endpoint: engines.endpoints.sqs })
  s3 = new S3Client({ ...client, endpoint: engines.endpoints.s3, forcePathStyle: true })
})
afterAll(async () => {
  dynamodb.destroy()
  sqs.destroy()
  s3.destroy()
  await engines.stop()
  await rm(stateDir, { recursive: true, force: true })
})

describe('a record on which the enrichment always crashes', () => {
  it('is isolated by halving and its position dead-lettered; the nine beside it arrive in order', async () => {
    await using stack = await startStack({
      bundles: { enrichment: CRASHING_ENRICHMENT },
      template: (template) => {
        const source = pipeSource(template)
        source.MaximumRetryAttempts = 2
        source.MaximumBatchingWindowInSeconds = 2
        source.ParallelizationFactor = 1
      },
    })
    // Three changes each of three orders, and one in between on which it crashes.
    const nine = Array.from({ length: 9 }, (_, index) => ({
      ...anOrder('c-1', `o-${index % 3}`),
      total: index,
    }))
    const ten = [...nine.slice(0, 4), anOrder('c-1', CRASHING), ...nine.slice(4)]

    await writeTogether(ten, stack)

    const [dead] = await deadLetters(stack, 'PipeDlq', 1)
    await eventually(() => expect(new Set(accepted(stack).map(totalOf)).size).toBe(9))
    const crashed = readRecords(stack).find(({ dynamodb }) =>
      JSON.stringify(dynamodb.Keys).includes(CRASHING),
    )
    expect(JSON.parse(dead?.Body ?? '')).toMatchObject({
      context: { condition: 'RetryAttemptsExhausted' },
      version: '1.0',
      DDBStreamBatchInfo: {
        startSequenceNumber: crashed?.dynamodb.SequenceNumber,
        endSequenceNumber: crashed?.dynamodb.SequenceNumber,
        batchSize: 1,
        streamArn: stack.runtime.attributes.OrdersTable?.StreamArn,
      },
    })
    for (const id of new Set(nine.map(idOf))) {
      const totals = accepted(stack)
        .filter((event) => event.id === id)
        .map(totalOf)
      expect([...new Set(totals)], id).toEqual([...new Set(totals)].sort())
    }
  })
})

describe('a projector that fails at first', () => {
  it('gets every change again', async () => {
    await using stack = await startStack({
      bundles: { searchProjector: FAILING_FIRST_PROJECTOR },
      template: ({ Resources }) => {
        // A batch whose function throws is away for as long.
        propertiesOf(Resources, 'SearchQueue').VisibilityTimeout = 8
        propertiesOf(Resources, 'SearchProjectorLambdaFunction').Timeout = 8
      },
    })
    const orders = Array.from({ length: 20 }, (_, index) => anOrder('c-2', `o-${index}`))

    await writeTogether(orders.slice(0, 10), stack)
    await writeTogether(orders.slice(10), stack)

    await expectSearchable(orders)
  })
})

describe('an S3 that takes nothing for a while', () => {
  it('holds a broken record back until it is parked, and the rest arrives', async () => {
    const away = await startRefusingS3(engines.endpoints.s3)
    await using stack = await startStack({ endpoints: { ...engines.endpoints, s3: away.url } })
    const orders = [anOrder('c-3', 'o-1'), anOrder('c-3', 'o-2')]
    const broken = { ...anOrder('c-3', 'o-broken'), status: 'lost in the post' }

    away.refuseFor(S3_AWAY_MS)
    await writeTogether([...orders, broken], stack)

    await expectSearchable(orders)
    await eventually(async () => expect(await parkedKeys(stack)).toHaveLength(1), 60_000)
    expect(away.refused()).toBeGreaterThan(0)
    await away.stop()
  })
})

describe('a role that lacks one action', () => {
  it.each([
    ['PipeRole', 'events:PutEvents', 'ChangeBus'],
    ['EnrichmentRole', 'secretsmanager:GetSecretValue', 'TokenSecret'],
  ])('stops the flow: %s without %s on %s is named', async (role, action, resource) => {
    await using stack = await startStack({
      template: ({ Resources }) => removeAction(propertiesOf(Resources, role), action),
    })

    await writeTogether([anOrder('c-4', 'o-1')], stack)

    const denied = await eventually(() => {
      const found = stack.signals.find((signal) => signal.type === 'access.denied')
      expect(found).toBeDefined()
      return found
    })
    expect(denied).toMatchObject({ caller: role, action })
    expect(JSON.stringify(denied)).toContain(resource)
    expect(await searchIds()).toEqual([])
  })
})

describe('a sink queue without its policy', () => {
  it("fills the rule's DLQ with NO_PERMISSIONS", async () => {
    await using stack = await startStack({
      template: ({ Resources }) => {
        delete Resources.SearchQueuePolicy
        const pipe = Resources.ChangePipe as { DependsOn?: string[] }
        pipe.DependsOn = pipe.DependsOn?.filter((name) => name !== 'SearchQueuePolicy') ?? []
      },
    })
    const order = anOrder('c-5', 'o-1')

    await writeTogether([order], stack)

    const [dead] = await deadLetters(stack, 'SearchDlq', 1)
    expect(dead?.MessageAttributes?.ERROR_CODE?.StringValue).toBe('NO_PERMISSIONS')
    expect(dead?.MessageAttributes?.TARGET_ARN?.StringValue).toBe(
      stack.runtime.attributes.SearchQueue?.Arn,
    )
    expect(JSON.parse(dead?.Body ?? '').detail.id).toBe(idOf(order))
  })
})

function startStack(edits: Partial<Edits>): Promise<EditedStack> {
  return startEditedStack({ endpoints: engines.endpoints, packaged, ...edits })
}

/** Within the batching window of one batch. */
async function writeTogether(orders: readonly object[], { runtime }: EditedStack): Promise<void> {
  const table = openOrderTable(dynamodb, runtime.resources.OrdersTable ?? '')
  for (const order of orders) await table.put(order)
}

function propertiesOf(
  resources: EditableTemplate['Resources'],
  logicalId: string,
): Record<string, unknown> {
  const resource = resources[logicalId]
  if (resource === undefined) throw new Error(`the template has no ${logicalId}`)
  return resource.Properties
}

function pipeSource({ Resources }: EditableTemplate): Record<string, unknown> {
  const { SourceParameters } = propertiesOf(Resources, 'ChangePipe')
  return (SourceParameters as Record<string, Record<string, unknown>>)
    .DynamoDBStreamParameters as Record<string, unknown>
}

function removeAction(role: Record<string, unknown>, action: string): void {
  const policies = role.Policies as { PolicyDocument: { Statement: { Action: unknown }[] } }[]
  for (const statement of policies.flatMap(({ PolicyDocument }) => PolicyDocument.Statement)) {
    statement.Action = [statement.Action].flat().filter((allowed) => allowed !== action)
  }
  for (const { PolicyDocument } of policies) {
    PolicyDocument.Statement = PolicyDocument.Statement.filter(
      ({ Action }) => (Action as unknown[]).length > 0,
    )
  }
}

async function deadLetters(
  { runtime }: EditedStack,
  queue: string,
  count: number,
): Promise<readonly Message[]> {
  const found: Message[] = []
  await eventually(async () => {
    found.push(...(await receiveAll(sqs, runtime.resources[queue] ?? '')))
    expect(found).toHaveLength(count)
  }, 60_000)
  return found
}

async function parkedKeys({ runtime }: EditedStack): Promise<readonly unknown[]> {
  const { Contents = [] } = await s3.send(
    new ListObjectsV2Command({ Bucket: runtime.resources.ParkedBucket, Prefix: 'parked/order/' }),
  )
  return Contents
}

async function searchIds(): Promise<string[]> {
  const { opensearch } = engines.endpoints
  await fetch(`${opensearch}/orders/_refresh`, { method: 'POST' })
  const response = await fetch(`${opensearch}/orders/_search?size=1000&_source=false`)
  const { hits } = (await response.json()) as { hits: { hits: { _id: string }[] } }
  return hits.hits.map(({ _id }) => _id).sort()
}

async function expectSearchable(orders: readonly Parameters<typeof idOf>[0][]): Promise<void> {
  await eventually(async () => expect(await searchIds()).toEqual(orders.map(idOf).sort()), 60_000)
}

/** Change events in the order in which the bus took them. */
function accepted({ signals }: EditedStack): Readonly<Record<string, unknown>>[] {
  return signals.flatMap((signal) =>
    signal.type === 'event.accepted' ? [signal.event.detail] : [],
  )
}

function totalOf({ after }: Readonly<Record<string, unknown>>): unknown {
  return (after as { total: unknown }).total
}

function readRecords({ signals }: EditedStack) {
  return signals.flatMap((signal) => (signal.type === 'record.read' ? [signal.record] : []))
}
