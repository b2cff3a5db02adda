/**
 * The enrichment beside the least that any enrichment does, which is to read the batch and to write as
 * much again, and beside what people build one with. From the Pipe's text to the text of the reply, a
 * hundred records of both images at a time.
 */

import { definitions } from '../../entities/index.ts'
import { createEnrichmentHandler } from '../../services/enrichment/handler.ts'
import { aLine, anOrder, aSourceRecord } from '../../test/builders/source-record.ts'
import {
  cpuMicrosEach,
  type Measured,
  measureInTurns,
  type Step,
} from '../harness/measure-in-turns.ts'
import type { Suite } from '../harness/suite.ts'
import type { Table } from '../harness/table.ts'

const RECORDS = 100
/** Batches a turn: as in a function, which has nothing else in its caches. */
const BATCHES = 5
/** So that a record has about 3 KB. */
const LINES = 6
const ROUNDS = { rounds: 60, warmRounds: 60 }
/** Slow, and soon warm. */
const ROUNDS_OF_PEERS = { rounds: 20, warmRounds: 10 }
const FLOOR = 'JSON.parse and JSON.stringify (the floor)'
const OURS = 'Tailrace: check, compare, mask'
const GOAL = 2

export const suite: Suite = {
  summary: 'stream records to change events, beside parse and stringify, and what others use',
  async run() {
    const text = JSON.stringify(Array.from({ length: RECORDS }, (_, place) => aRecord(place)))
    const floor = inTurn(() => JSON.stringify(JSON.parse(text)))
    const ours = inTurn(() => enrichText(text))
    // Before the others are there: what they leave in the heap is not in that of the function.
    const alone = await measureInTurns({ [FLOOR]: floor, [OURS]: ours }, ROUNDS)
    const { peers } = await import('./peers.mjs')
    const steps = Object.entries(peers).map(([name, run]) => {
      return [name, inTurn(() => run(JSON.parse(text)))] as const
    })
    const beside = await measureInTurns(
      { [FLOOR]: floor, ...Object.fromEntries(steps) },
      ROUNDS_OF_PEERS,
    )
    const size = Math.round(text.length / RECORDS).toLocaleString('en')
    return [
      toTable(`A record of ${size} bytes`, alone),
      toTable('The same by what others use, which neither check nor mask', beside),
    ]
  },
}

function toTable(title: string, measured: Readonly<Record<string, Measured>>): Table {
  return {
    title,
    unit: 'us of CPU a record',
    better: 'lower',
    rows: Object.entries(measured).map(([name, of]) => ({
      name,
      values: cpuMicrosEach(of, RECORDS * BATCHES),
      ...(name !== FLOOR && { against: FLOOR }),
      ...(name === OURS && { goal: GOAL }),
    })),
  }
}

function inTurn(enrich: () => unknown): Step {
  const run = async () => {
    for (let batch = 0; batch < BATCHES; batch += 1) await enrich()
  }
  return { run }
}

/** One object, as the function's cache of its key gives it: with another the plans are made anew. */
const tokenKey = { keyId: 'k1', key: 'a key of this benchmark alone' }

const handler = createEnrichmentHandler({
  definitions,
  tokenKey: async () => tokenKey,
  parkedStore: { put: refuse },
  claims: { put: refuse },
  clock: Date.now,
  wait: refuse,
  random: Math.random,
  log: { info() {}, warn() {}, error() {}, debug() {} },
  metrics: { publish() {} },
})

async function enrichText(text: string): Promise<string> {
  const events = await handler(JSON.parse(text), { getRemainingTimeInMillis: () => 60_000 })
  if (events.length !== RECORDS)
    throw new Error(`${RECORDS - events.length} records have no event.`)
  return JSON.stringify(events)
}

async function refuse(): Promise<never> {
  throw new Error('Every record is good, and small.')
}

function aRecord(place: number) {
  const items = { L: Array.from({ length: LINES }, () => aLine('Keyboard with a name')) }
  const keys = { pk: { S: `CUSTOMER#c-${place}` }, sk: { S: `ORDER#o-${place}` } }
  return aSourceRecord({
    eventID: String(place).padStart(32, '0'),
    keys,
    before: anOrder({ ...keys, items }),
    after: anOrder({ ...keys, items, status: { S: 'shipped' } }),
    sequenceNumber: `${place + 1}00000000000012345678`,
  })
}
