import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { openJournal } from '../../kept/journal.ts'
import { keptRules } from '../../kept/rules.ts'
import { startTestDeliveryStream, type TestDeliveryStream } from './a-delivery-stream.ts'
import { KEPT_MS_MAX } from './limits.ts'

/** An object's name has the arrival of its oldest record. */
const PLAIN = {
  Prefix: 'plain/!{timestamp:yyyy-MM-dd}/',
  ErrorOutputPrefix: 'errors/',
  DynamicPartitioningConfiguration: { Enabled: false },
  ProcessingConfiguration: { Enabled: false },
  CompressionFormat: 'UNCOMPRESSED',
}
const WAIT = { timeout: 20_000, interval: 5 }
const BYTES = Buffer.from([0, 255, 10, 13, 34])

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tailrace-stream-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

/** As a runtime has it that was just started. */
function start(properties: object = PLAIN): Promise<TestDeliveryStream> {
  return startTestDeliveryStream(properties, {
    journal: openJournal(join(folder, 'stream.journal')),
  })
}

/** What the next run writes, as one text. */
async function resumed(properties: object = PLAIN): Promise<string> {
  const next = await start(properties)
  next.stream.resume()
  await next.stream.stop()
  return [...next.objects.values()].join('')
}

function breakBucket(test: TestDeliveryStream): void {
  test.onWrite = () => {
    throw new Error('down')
  }
}

describe(keptRules.unwritten.text, () => {
  it('when the runtime is killed before the buffer was written', async () => {
    const killed = await start()
    killed.stream.put(BYTES)
    killed.stream.put(Buffer.from('two'))

    const next = await start()
    await next.clock.advance(3_600_000)
    next.stream.resume()
    await next.stream.stop()

    expect([...next.bodies].map(([key, body]) => [key.slice(0, 41), String(body)])).toEqual([
      ['plain/2026-11-21/orders-1-2026-11-21-07-2', `${BYTES}two`],
    ])
    expect([...next.bodies.values()][0]).toEqual(Buffer.concat([BYTES, Buffer.from('two')]))
    expect(await resumed()).toBe('')
  })

  it('but not when it was written', async () => {
    const first = await start()
    await first.put('one')
    await first.stream.stop()

    expect(first.objects.size).toBe(1)
    expect(await resumed()).toBe('')
  })

  it('when a stop cannot write it, which loses none', async () => {
    const first = await start()
    await first.put('one')
    breakBucket(first)
    await first.stream.stop()

    expect(first.signals.map(({ type }) => type)).not.toContain('records.lost')
    expect(await resumed()).toBe('one')
  })

  it('and is written under the error prefix when it has no partition', async () => {
    const partitioned = { CompressionFormat: 'UNCOMPRESSED' }
    const killed = await start(partitioned)
    killed.stream.put(Buffer.from('no json'))

    expect(JSON.parse(await resumed(partitioned)).rawData).toBe(
      Buffer.from('no json').toString('base64'),
    )
    expect(await resumed(partitioned)).toBe('')
    await killed.stream.stop()
  })

  it('and what is lost after a day is not kept on', async () => {
    const first = await start()
    await first.put('one')
    breakBucket(first)
    await first.clock.advance(KEPT_MS_MAX + 3_600_000)
    await vi.waitFor(() => expect(first.signals.at(-1)?.type).toBe('records.lost'), WAIT)

    expect(await resumed()).toBe('')
  })
})
