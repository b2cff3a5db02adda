/** Everything that can go wrong on purpose, at every hop, by the command; afterwards all sinks agree. */
import { randomInt } from 'node:crypto'
import { Readable } from 'node:stream'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { EXIT } from '../../cli/command.ts'
import { openDuckDbLake } from '../../cli/lake/duckdb-lake.ts'
import { runCommand } from '../../cli/run-command.ts'
import { definitions } from '../../entities/index.ts'
import { agrees } from '../../local/agreement/agreement.ts'
import { listLakeObjects } from '../../local/agreement/list-lake-objects.ts'
import { HOP_NAMES } from '../../local/chaos/hops.ts'
import { createRandom, type Random } from '../../local/random.ts'
import type { Signal } from '../../local/signals.ts'
import { anOrder, type OrderTable, openOrderTable } from '../builders/order-table.ts'
import { eventually } from '../support/eventually.ts'
import { startPipeline, type TestPipeline } from './start-pipeline.ts'

/** Of a round; there are more rounds until something has failed at both ends of a queue. */
const WRITES = 400
const ROUNDS_MAX = 10
const ITEMS = 60
/** Of each fault at each hop. */
const CHANCE = 0.1
/** A bound on hanging. */
const CAUGHT_UP_MS_MAX = 180_000
const JUMP = '10m'

let test: TestPipeline
let orders: OrderTable

beforeAll(async () => {
  test = await startPipeline()
  orders = openOrderTable(test.dynamodb, test.tableName)
})
afterAll(() => test[Symbol.asyncDispose]())

async function type(line: string) {
  const printed: string[] = []
  const exitCode = await runCommand(line.split(' '), {
    env: {},
    root: '.',
    stateDir: test.stateDir,
    print: (text) => printed.push(text),
    complain: (text) => printed.push(text),
    stdin: Readable.from([]),
  })
  return { exitCode, printed: printed.join('\n') }
}

/** Each jump ends what waits for a visibility timeout or a back-off. */
async function expectAgreement(message: string): Promise<void> {
  const { pipeline } = test
  await eventually(async () => {
    const all = [
      await pipeline.compare(),
      await pipeline.compareLake(),
      await pipeline.compareCache(),
    ]
    const isOver = all.every(agrees)
    if (!isOver) await type(`chaos jump ${JUMP}`)
    expect(isOver, `${message} ${JSON.stringify(all)}`).toBe(true)
  }, CAUGHT_UP_MS_MAX)
}

function signalsOf<Type extends Signal['type']>(kind: Type) {
  return test.signals.filter((one): one is Extract<Signal, { type: Type }> => one.type === kind)
}

/** How many calls meet a chance depends on how the writes fall into batches: on how fast each part is. */
function bothFailed(): boolean {
  return signalsOf('function.failed').length > 0 && signalsOf('delivery.failed').length > 0
}

async function writeRound(random: Random): Promise<void> {
  for (let written = 0; written < WRITES; written += 1) {
    const order = anOrder(`c-${random.below(5)}`, `o-${random.below(ITEMS)}`)
    if (random.chance(0.2)) await orders.remove(order)
    else await orders.put({ ...order, total: random.below(100_000) / 100 })
    if (written % 100 === 50) await type(`chaos jump ${JUMP}`)
  }
}

async function countChanges(): Promise<number> {
  const { lakeDir = '' } = test.pipeline.file
  const lake = await openDuckDbLake(await listLakeObjects(lakeDir), definitions)
  try {
    const { rows } = await lake.query('SELECT count(*) AS n FROM changes')
    return Number(rows[0]?.[0])
  } finally {
    lake.close()
  }
}

describe('tailrace chaos', () => {
  it('has every hop fail in every way, and nothing is lost when it is off', {
    timeout: 400_000,
  }, async () => {
    const seed = randomInt(2 ** 31)
    const random = createRandom(seed)
    const calls = `--delay 20ms --error ${CHANCE} --lost-reply ${CHANCE} --seed ${seed}`
    const ways: Readonly<Record<string, string>> = {
      stream: '',
      enrichment: `--duplicate ${CHANCE} --reorder ${CHANCE} --kill ${CHANCE}`,
      bus: `--duplicate ${CHANCE} --reorder ${CHANCE} --refuse ${CHANCE}`,
      rules: `--duplicate ${CHANCE} --reorder ${CHANCE}`,
      queues: `--duplicate ${CHANCE} --reorder ${CHANCE}`,
      sinks: `--duplicate ${CHANCE} --reorder ${CHANCE} --kill ${CHANCE}`,
      search: `--duplicate ${CHANCE} --reorder ${CHANCE}`,
      firehose: `--duplicate ${CHANCE} --reorder ${CHANCE} --refuse ${CHANCE}`,
      lake: `--reorder ${CHANCE}`,
      cache: `--reorder ${CHANCE}`,
      objects: `--duplicate ${CHANCE} --reorder ${CHANCE}`,
    }
    expect(Object.keys(ways)).toEqual(HOP_NAMES)
    for (const [hop, way] of Object.entries(ways)) {
      const set = await type(`chaos ${hop} ${calls} ${way}`.trim())
      expect(set.exitCode, set.printed).toBe(EXIT.ok)
    }
    expect(Object.keys(test.pipeline.chaos.faults())).toEqual(HOP_NAMES)

    for (let round = 0; round < ROUNDS_MAX && !bothFailed(); round += 1) await writeRound(random)
    expect((await type('chaos off')).printed).toContain('Nothing goes wrong on purpose.')
    await expectAgreement(`seed ${seed}`)

    const accepted = new Set(signalsOf('event.accepted').map(({ event }) => event.detail.eventID))
    expect(signalsOf('batch.dead_lettered'), `seed ${seed}`).toEqual([])
    expect(await countChanges(), `seed ${seed}`).toBe(accepted.size)
    expect(bothFailed(), `seed ${seed}`).toBe(true)
  })

  it('kills, freezes and thaws engines, and everything goes on', { timeout: 300_000 }, async () => {
    for (const engine of ['redis', 'sqs', 'opensearch', 'dynamodb']) {
      await orders.put(anOrder('c-9', `before-${engine}`))
      const killed = await type(`chaos kill ${engine}`)
      expect(killed.exitCode, killed.printed).toBe(EXIT.ok)
      await eventually(
        () => expect(signalsOf('engine.up').at(-1)?.engine).toContain(engine),
        60_000,
      )
    }
    expect((await type('chaos freeze opensearch')).exitCode).toBe(EXIT.ok)
    await orders.put(anOrder('c-9', 'while-frozen'))
    expect((await type('chaos thaw opensearch')).exitCode).toBe(EXIT.ok)

    await expectAgreement('after kills')
  })
})
