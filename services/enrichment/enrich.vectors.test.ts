import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { definitions } from '../../entities/index.ts'
import { createEnricher } from './enrich.ts'

interface Vector {
  readonly id: string
  readonly title: string
  readonly record: unknown
  readonly event?: unknown
  readonly parked?: string
  readonly ignored?: true
}

const vectors: Vector[] = readFileSync('test/fixtures/change-events.jsonl', 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line))

const enrich = createEnricher({
  definitions,
  tokenKey: { keyId: 'k1', key: 'golden-key-not-secret' },
  ttlDeletes: 'deliver',
  undeclared: 'drop',
  layout: 'aws',
})

describe('createEnricher agrees with every published vector', () => {
  it.each(vectors)('$id: $title', (vector) => {
    const result = enrich(vector.record)

    const event = result.event && JSON.parse(JSON.stringify(result.event))
    expect(event).toStrictEqual(vector.event)
    expect(result.parked?.code).toBe(vector.parked)
    expect(result.ignored).toBe(vector.ignored)
  })

  it.each(vectors)('$id: gives the same bytes again', ({ record }) => {
    const first = JSON.stringify(enrich(record))

    const again = JSON.stringify(enrich(JSON.parse(JSON.stringify(record))))

    expect(again).toBe(first)
  })
})
