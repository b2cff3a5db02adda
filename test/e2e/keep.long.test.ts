import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import {
  DescribeStreamCommand,
  DynamoDBStreamsClient,
  GetRecordsCommand,
  GetShardIteratorCommand,
  ListStreamsCommand,
} from '@aws-sdk/client-dynamodb-streams'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { openDuckDbLake } from '../../cli/lake/duckdb-lake.ts'
import { definitions } from '../../entities/index.ts'
import { type Agreement, agrees } from '../../local/agreement/agreement.ts'
import { compareTableWithIndex } from '../../local/agreement/compare-table-with-index.ts'
import { compareTableWithLake } from '../../local/agreement/compare-table-with-lake.ts'
import { listLakeObjects } from '../../local/agreement/list-lake-objects.ts'
import { readTokenKey } from '../../local/agreement/read-token-key.ts'
import { keptRules } from '../../local/kept/rules.ts'
import { createRandom } from '../../local/random.ts'
import { type RuntimeFile, runtimeFilePath } from '../../local/runtime-file.ts'
import { anOrder, openOrderTable } from '../builders/order-table.ts'
import { eventually } from '../support/eventually.ts'
import { freePorts } from '../support/free-ports.ts'
import { ROOT } from './start-pipeline.ts'

const WRITES = 2_000
const ITEMS = 150
const SEED = 8
/** Bounds on hanging, on a machine that does other things as well. */
const READY_MS_MAX = 120_000
const CAUGHT_UP_MS_MAX = 180_000

vi.setConfig({ testTimeout: 600_000, hookTimeout: 600_000 })

let stateDir: string
let run: Awaited<ReturnType<typeof startUp>>
let killed: RuntimeFile
let before: { tokenKey: unknown; tokens: ReadonlySet<unknown> }

beforeAll(async () => {
  stateDir = await mkdtemp(join(tmpdir(), 'tailrace-keep-'))
  run = await startUp(['--keep'])
  killed = await ready()
  await eventually(() => expect(run.output()).toContain('Table and lake agree'), CAUGHT_UP_MS_MAX)
  before = { tokenKey: await tokenKeyOf(killed), tokens: await tokensIn(killed) }
  await writeWhileKilled()
})
afterAll(async () => {
  run.child.kill('SIGKILL')
  await exitCode(run)
  await rm(stateDir, { recursive: true, force: true, maxRetries: 10 })
  // What a runtime that was killed leaves to a later start to clear away.
  const left = (await readdir(tmpdir())).filter((name) =>
    name.startsWith(`tailrace-functions-${killed.pid}-`),
  )
  for (const name of left) await rm(join(tmpdir(), name), { recursive: true, force: true })
})

describe(keptRules.losesNothing.text, () => {
  it(`after ${WRITES} writes all sinks agree with the table`, async () => {
    const file = await ready()
    const { dynamodb = '', opensearch = '' } = file.endpoints
    const { OrdersTable: tableName = '' } = file.resources
    const { region, lakeDir = '' } = file
    const tokenKey = await tokenKeyOf(file)
    const endpoints = { dynamodb, opensearch }
    const options = { region, tableName, definitions, tokenKey, endpoints }

    await expectAgreement(() => compareTableWithIndex(options))
    await expectAgreement(() => compareTableWithLake({ ...options, lakeDir }))
  })

  it('the lake has each change of the stream once', async () => {
    const file = await ready()

    const expected = await readStream(file)

    expect(expected.length).toBeGreaterThan(WRITES / 2)
    await eventually(
      async () => expect((await changesIn(file)).toSorted()).toEqual(expected.toSorted()),
      CAUGHT_UP_MS_MAX,
    )
  })

  it('an item has the token that it had', async () => {
    const file = await ready()

    expect(await tokenKeyOf(file)).toEqual(before.tokenKey)
    expect(before.tokens.size).toBeGreaterThan(0)
    expect((await tokensIn(file)).isSupersetOf(before.tokens)).toBe(true)
  })

  it('what was said of the run that was killed is true', () => {
    expect(run.output()).toContain(
      `The last run here (process ${killed.pid}) did not stop cleanly: its data is kept.`,
    )
    expect(run.output()).toContain('No short run: the table holds what was kept.')
  })
})

it(keptRules.anyPort.text, async () => {
  const { endpoints } = await ready()

  for (const [name, url] of Object.entries(killed.endpoints)) {
    expect(endpoints[name], name).not.toBe(url)
  }
})

// The last ones: they stop what the others use.
it('a kept run stops cleanly, and the next one finds the sinks in agreement', async () => {
  run.child.kill('SIGTERM')
  expect(await exitCode(run)).toBe(0)

  run = await startUp(['--keep', '--once'])

  expect(await exitCode(run), run.output()).toBe(0)
  expect(run.output()).toContain('Table and index agree')
})

it(keptRules.apart.text, async () => {
  const position = () => readFile(join(stateDir, 'kept', 'ChangePipe.json'), 'utf8')
  const kept = await position()

  run = await startUp(['--once'])

  expect(await exitCode(run), run.output()).toBe(0)
  expect(run.output()).toContain('Table and index agree: 2 items in the table')
  expect(await position()).toBe(kept)
})

/** Kills OpenSearch after a third of the writes, and the runtime after two; then goes on writing. */
async function writeWhileKilled(): Promise<void> {
  const random = createRandom(SEED)
  let table = openTable(killed)
  for (let written = 0; written < WRITES; written++) {
    if (written === Math.floor(WRITES / 3)) process.kill(pidOf(killed, 'opensearch'), 'SIGKILL')
    if (written === Math.floor((2 * WRITES) / 3)) run.child.kill('SIGKILL')
    const order = anOrder(`c-${random.below(10)}`, `o-${random.below(ITEMS)}`)
    const total = random.below(100_000) / 100
    const isRemoval = random.chance(0.2)
    const write = () => (isRemoval ? table.remove(order) : table.put({ ...order, total }))
    try {
      await write()
    } catch (error) {
      if (run.child.signalCode !== 'SIGKILL') throw error
      run = await startUp(['--keep'])
      table = openTable(await ready())
      await write()
    }
  }
}

function openTable({ endpoints, region, resources }: RuntimeFile) {
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' }
  const { dynamodb: endpoint = '' } = endpoints
  const client = new DynamoDBClient({ endpoint, region, credentials, maxAttempts: 1 })
  return openOrderTable(client, resources.OrdersTable ?? '')
}

function pidOf({ engines }: RuntimeFile, engine: string): number {
  const pid = engines[engine]?.pid
  if (pid === undefined) throw new Error(`${engine} is not in the runtime file`)
  return pid
}

async function expectAgreement(compare: () => Promise<Agreement>): Promise<void> {
  await eventually(async () => {
    const agreement = await compare()
    expect(agrees(agreement), JSON.stringify(agreement)).toBe(true)
    expect(agreement.items).toBeGreaterThan(ITEMS / 2)
  }, CAUGHT_UP_MS_MAX)
}

function tokenKeyOf({ endpoints, region, resources }: RuntimeFile) {
  const { secretsmanager: endpoint = '' } = endpoints
  return readTokenKey({ endpoint, region, secretId: resources.TokenSecret ?? '' })
}

/** Of e-mail addresses, in the documents of the index. */
async function tokensIn({ endpoints }: RuntimeFile): Promise<ReadonlySet<unknown>> {
  const response = await fetch(`${endpoints.opensearch}/orders/_search?size=1000`)
  const { hits } = (await response.json()) as {
    hits: { hits: readonly { _source: { email: unknown } }[] }
  }
  return new Set(hits.hits.map(({ _source }) => _source.email))
}

/** eventIDs of all records of the table's stream. */
async function readStream({ endpoints, region, resources }: RuntimeFile): Promise<string[]> {
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' }
  const { dynamodb: endpoint = '' } = endpoints
  const client = new DynamoDBStreamsClient({ endpoint, region, credentials })
  const { Streams = [] } = await client.send(
    new ListStreamsCommand({ TableName: resources.OrdersTable }),
  )
  const StreamArn = Streams[0]?.StreamArn
  const { StreamDescription } = await client.send(new DescribeStreamCommand({ StreamArn }))
  const ids: string[] = []
  for (const { ShardId } of StreamDescription?.Shards ?? []) {
    const place = { StreamArn, ShardId, ShardIteratorType: 'TRIM_HORIZON' as const }
    let { ShardIterator } = await client.send(new GetShardIteratorCommand(place))
    while (ShardIterator !== undefined) {
      const page = await client.send(new GetRecordsCommand({ ShardIterator }))
      ids.push(...(page.Records ?? []).map(({ eventID = '' }) => eventID))
      ShardIterator = page.Records?.length ? page.NextShardIterator : undefined
    }
  }
  client.destroy()
  return ids
}

/** eventIDs in the lake's view of changes. */
async function changesIn({ lakeDir = '' }: RuntimeFile): Promise<string[]> {
  const lake = await openDuckDbLake(await listLakeObjects(lakeDir), definitions)
  try {
    return (await lake.query('SELECT event_id FROM changes')).rows.map(([id]) => String(id))
  } finally {
    lake.close()
  }
}

async function startUp(flags: readonly string[]) {
  const child = spawn(process.execPath, [join(ROOT, 'cli', 'main.ts'), 'up', ...flags], {
    env: { ...process.env, ...(await freePorts()), TAILRACE_STATE_DIR: stateDir },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text) => {
      output += text
    })
  }
  return { child, output: () => output }
}

/** The runtime file of the run that was started last. */
function ready(): Promise<RuntimeFile> {
  return eventually(async () => {
    const file: RuntimeFile = JSON.parse(await readFile(runtimeFilePath(stateDir), 'utf8'))
    expect(file, run.output()).toMatchObject({ pid: run.child.pid, ready: true })
    return file
  }, READY_MS_MAX)
}

async function exitCode({ child }: { child: ChildProcess }): Promise<number | null> {
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
  return child.exitCode
}
