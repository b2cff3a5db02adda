import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { aChangeEvent } from '../../test/builders/change-event.ts'
import { anOrder, aSourceRecord } from '../../test/builders/source-record.ts'
import type { Signal } from '../signals.ts'
import { openPipelineLog, PIPELINE_LOG } from './pipeline-log.ts'

const AT = Date.parse('2026-11-21T07:26:40.125Z')
const EVENT = {
  ...{ version: '0' as const, id: 'bus-1', source: 'tailrace', account: '1', region: 'eu-west-1' },
  ...{ 'detail-type': 'order.modified', time: '2026-11-21T07:26:36Z', resources: [] },
  detail: { ...aChangeEvent() },
}
const RULE = { rule: 'SearchRule', target: 'SearchQueue', eventId: 'bus-1' }
const RECORD = aSourceRecord({ eventID: 'e-1', after: anOrder({ note: { S: 'ring twice' } }) })

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tailrace-pipeline-log-'))
})
afterEach(() => rm(folder, { recursive: true }))

describe('openPipelineLog', () => {
  it('appends a line for each thing that becomes of a change, and none of its values', async () => {
    const signals = [
      { type: 'record.read', pipe: 'ChangePipe', shardId: 's', record: RECORD },
      { type: 'record.filtered', pipe: 'ChangePipe', eventID: 'e-2' },
      { type: 'batch.enriched', pipe: 'ChangePipe', records: 1, events: 1 },
      { type: 'event.accepted', bus: 'ChangeBus', event: EVENT },
      { type: 'delivery.failed', ...RULE, error: 'Down' },
      { type: 'event.delivered', ...RULE },
      { type: 'event.dead_lettered', ...RULE, errorCode: 'NO_PERMISSIONS', deadLetterQueue: 'D' },
      { type: 'event.dropped', ...RULE, errorCode: 'SDK_CLIENT_ERROR', reason: 'no DLQ' },
    ] as const
    const first = openPipelineLog(folder)
    for (const signal of signals.slice(0, 4)) first.onSignal({ ...signal, at: AT } as Signal)
    first.close()
    const second = openPipelineLog(folder)
    for (const signal of signals.slice(4)) second.onSignal({ ...signal, at: AT } as Signal)
    second.close()
    second.onSignal({ ...signals[1], at: AT })

    const text = await readFile(join(folder, PIPELINE_LOG), 'utf8')
    const common = { timestamp: '2026-11-21T07:26:40.125Z', message: 'changes settled' }
    const ofRule = { ...common, service: 'SearchRule', busId: 'bus-1' }
    expect(
      text
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line)),
    ).toEqual([
      { ...common, service: 'pipe', outcome: 'read', eventIDs: ['e-1'] },
      { ...common, service: 'pipe', outcome: 'filtered', eventIDs: ['e-2'] },
      {
        ...{ ...common, service: 'bus', outcome: 'accepted', busId: 'bus-1' },
        eventIDs: [EVENT.detail.eventID],
      },
      { ...ofRule, outcome: 'undelivered' },
      { ...ofRule, outcome: 'delivered' },
      { ...ofRule, outcome: 'dead-lettered', code: 'NO_PERMISSIONS' },
      { ...ofRule, outcome: 'dropped', code: 'SDK_CLIENT_ERROR' },
    ])
    expect(text).not.toMatch(/ring twice|CUSTOMER/)
  })

  it('leaves out an event that says of no change that it is of it', async () => {
    const { eventID: _, ...detail } = EVENT.detail
    const log = openPipelineLog(folder)

    log.onSignal({ type: 'event.accepted', bus: 'ChangeBus', event: { ...EVENT, detail }, at: AT })
    log.close()

    expect(await readFile(join(folder, PIPELINE_LOG), 'utf8')).toBe('')
  })
})
