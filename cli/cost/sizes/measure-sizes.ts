import { gzipSync } from 'node:zlib'
import { planLists, toListKeys } from '../../../services/cache-invalidator/list-keys.ts'
import { createEnricher, type Enrichment } from '../../../services/enrichment/enrich.ts'
import type { ChangeEvent } from '../../../shared/change-event/change-event.ts'
import { redeem } from '../../../shared/claim-check/claim-check.ts'
import type { EntityDefinition } from '../../../shared/entity/entity-definition.ts'
import { type PlannedColumn, planColumns, toLakeLine } from '../../../shared/lake/lake-record.ts'
import { InputError } from '../../command.ts'
import { chunksOf, firehoseBytesOf } from '../model/billed-size.ts'
import type { Sizes } from '../model/sizes.ts'
import type { SampleRecord } from './to-records.ts'

/** Any key gives a token of the same length. */
const TOKEN_KEY = { keyId: 'k1', key: 'k'.repeat(64) }

/** What an entry on the bus counts beside its detail: its time and source. */
const ENTRY_BYTES = 14 + 'tailrace'.length

/**
 * Measures what records become: enriched as the deployed function does it, wrapped as the bus does it,
 * and written as the lake writer does it.
 *
 * @throws InputError when no record is of a declared entity.
 */
export function measureSizes(
  samples: readonly SampleRecord[],
  definitions: readonly EntityDefinition[],
  undeclared: 'drop' | 'keep',
): Sizes {
  const enrich = createEnricher({ definitions, tokenKey: TOKEN_KEY, undeclared })
  const results = samples.map(({ record }) => enrich(record))
  const events = results.flatMap(({ event }) => event ?? [])
  if (events.length === 0) {
    throw new InputError(
      'None of the items is of an entity in entities/: give items of yours with --file.',
    )
  }
  const details = events.map(bytesOf)
  const messages = events.map((event) => bytesOf(toMessage(event)))
  const lines = toLines(results, definitions)
  const lineBytes = lines.map((line) => Buffer.byteLength(line))
  const mean = (values: readonly number[]) => sum(values) / samples.length

  return {
    recordBytes: mean(samples.map(({ record }) => bytesOf(record))),
    itemBytes: mean(samples.map(({ item }) => bytesOf(item))),
    eventBytes: mean(details),
    eventChunks: mean(
      events.map(({ type }, place) => chunksOf((details[place] ?? 0) + ENTRY_BYTES + type.length)),
    ),
    messageBytes: sum(messages) / events.length,
    messageChunks: sum(messages.map(chunksOf)) / events.length,
    eventsPerChange: events.length / samples.length,
    lineBytes: mean(lineBytes),
    lineBilledBytes: mean(lineBytes.map(firehoseBytesOf)),
    lineGzipBytes: gzipSync(lines.join('')).length / samples.length,
    storedPerChange: mean(results.map(({ claim, parked }) => ((claim ?? parked) ? 1 : 0))),
    claimsPerChange: mean(results.map(({ claim }) => (claim ? 1 : 0))),
    claimBytesPerChange: mean(results.map(({ claim }) => Buffer.byteLength(claim?.body ?? ''))),
    indexedPerChange: mean(events.map(({ parked }) => (parked ? 0 : 1))),
    cacheKeysPerChange: mean(events.map((event) => countKeys(event, definitions))),
    itemsPerChange: new Set(events.map(({ id }) => id)).size / samples.length,
  }
}

/** As the bus hands it to a queue. */
function toMessage(detail: ChangeEvent) {
  return {
    version: '0',
    id: '6a7e8feb-b491-4cf7-a9f1-bf3703467718',
    'detail-type': detail.type,
    source: 'tailrace',
    account: '111122223333',
    time: detail.time,
    region: 'eu-west-1',
    resources: [],
    detail,
  }
}

function toLines(
  results: readonly Enrichment[],
  definitions: readonly EntityDefinition[],
): readonly string[] {
  const columnsOf = new Map<string, readonly PlannedColumn[]>(
    definitions.map((definition) => [definition.name, planColumns(definition)]),
  )
  return results.flatMap(({ event, claim }) => {
    if (event === undefined) return []
    const { claimCheck } = event
    const whole = claim && claimCheck ? redeem({ ...event, claimCheck }, claim.body) : event
    return [toLakeLine(whole, columnsOf.get(event.entity) ?? [])]
  })
}

/** The item's own, and its lists'. */
function countKeys(event: ChangeEvent, definitions: readonly EntityDefinition[]): number {
  const definition = definitions.find(({ name }) => name === event.entity)
  return 1 + (definition ? toListKeys(event, planLists(definition)).keys.size : 0)
}

function bytesOf(value: unknown): number {
  return Buffer.byteLength(JSON.stringify(value))
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}
