import { existsSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { agrees } from '../../local/agreement/agreement.ts'
import { engineRules } from '../../local/engines/rules.ts'
import { readRuntimeFile, runtimeFilePath } from '../../local/runtime-file.ts'
import type { Signal } from '../../local/signals.ts'
import { anOrder, openOrderTable } from '../builders/order-table.ts'
import { eventually } from '../support/eventually.ts'
import { processesNaming } from '../support/processes-naming.ts'
import { startPipeline, type TestPipeline } from './start-pipeline.ts'

const ENGINES = ['dynamodb', 'opensearch', 'sqsAndS3', 'redis'] as const
const WRITES = 60
/** Of engines that start again, and of messages that were taken and not finished. */
const BACK_WITHIN_MS = 60_000

type Engine = (typeof ENGINES)[number]

let test: TestPipeline

beforeAll(async () => {
  test = await startPipeline()
})
afterAll(async () => {
  await test[Symbol.asyncDispose]()
})

describe('a running pipeline', { timeout: 2 * BACK_WITHIN_MS }, () => {
  it(engineRules.comesBack.text, async () => {
    const before = await readEngines()

    await Promise.all([writeOrders(), ...ENGINES.map(kill)])
    await eventually(() => {
      expect(ENGINES.filter((one) => !told('engine.up', one))).toEqual([])
    }, BACK_WITHIN_MS)

    const after = await readEngines()
    for (const engine of ENGINES) {
      expect(after[engine].port).toBe(before[engine].port)
      expect(after[engine].pid).not.toBe(before[engine].pid)
    }
    expect(test.pipeline.file.engines).toEqual(after)
  })

  it('agrees again when every engine was killed during writes', async () => {
    await eventually(async () => {
      const agreement = await test.pipeline.compare()
      expect(agrees(agreement), JSON.stringify(agreement)).toBe(true)
      expect(agreement.items).toBe(WRITES)
    }, BACK_WITHIN_MS)
  })

  it(engineRules.leavesFrozen.text, async () => {
    const before = await readEngines()
    const frozen = ['opensearch', 'redis'] as const

    for (const engine of frozen) process.kill(before[engine].pid, 'SIGSTOP')
    try {
      await eventually(() => {
        expect(frozen.filter((engine) => !told('engine.silent', engine))).toEqual([])
      })
    } finally {
      for (const engine of frozen) process.kill(before[engine].pid, 'SIGCONT')
    }

    await eventually(() => {
      expect(frozen.filter((engine) => !told('engine.answers', engine))).toEqual([])
    })
    expect(await readEngines()).toEqual(before)
  })

  // The last one: it stops the pipeline that the others use.
  it(engineRules.stopsRestart.text, async () => {
    const { pid } = (await readEngines()).dynamodb
    await kill('dynamodb')
    await eventually(() => expect(newProcessesOf('DynamoDbEngine', pid)).toHaveLength(1))

    await test.pipeline.stop()

    expect(processesNaming(test.stateDir)).toEqual([])
    expect(existsSync(runtimeFilePath(test.stateDir))).toBe(false)
  })
})

/** As an application that asks again until the table takes its write. */
async function writeOrders(): Promise<void> {
  const orders = openOrderTable(test.dynamodb, test.tableName)
  for (let written = 0; written < WRITES; written++) {
    await eventually(() => orders.put(anOrder('c-1', `o-${written}`)), BACK_WITHIN_MS)
  }
}

async function kill(engine: Engine): Promise<void> {
  process.kill((await readEngines())[engine].pid, 'SIGKILL')
}

async function readEngines(): Promise<Record<Engine, { pid: number; port: number }>> {
  const { engines = {} } = (await readRuntimeFile(test.stateDir)) ?? {}
  const { dynamodb, opensearch, sqsAndS3, redis } = engines
  if (!dynamodb || !opensearch || !sqsAndS3 || !redis) {
    throw new Error('an engine is not in runtime.json')
  }
  return { dynamodb, opensearch, sqsAndS3, redis }
}

function told(type: Signal['type'], engine: Engine): boolean {
  return test.signals.some(
    (signal) => signal.type === type && 'engine' in signal && signal.engine === engine,
  )
}

function newProcessesOf(program: string, exceptPid: number): string[] {
  return processesNaming(test.stateDir).filter(
    (line) => line.includes(program) && Number.parseInt(line, 10) !== exceptPid,
  )
}
