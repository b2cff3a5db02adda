import { beforeAll, describe, expect, it } from 'vitest'
import type { ParkedStore } from '../../services/enrichment/parked-store.ts'

export interface ParkedStoreUnderTest {
  readonly store: ParkedStore
  /** All objects, by name. */
  readAll(): Promise<Record<string, string>>
}

/** What every store of parked records does, the one in memory and the real one. */
export function describeParkedStoreContract(
  name: string,
  make: () => Promise<ParkedStoreUnderTest>,
): void {
  describe(`${name} as a store of parked records`, () => {
    let subject: ParkedStoreUnderTest
    beforeAll(async () => {
      subject = await make()
    })

    it('keeps a record under its name, byte for byte', async () => {
      const body = JSON.stringify({ record: { text: 'Łódź 😀 \u0000' } })

      await subject.store.put('parked/order/a-1.json', body)

      expect((await subject.readAll())['parked/order/a-1.json']).toBe(body)
    })

    it('changes nothing when the same record is written again, together or later', async () => {
      const put = () => subject.store.put('parked/order/a-2.json', '{"code":"x.y"}')

      await Promise.all([put(), put()])
      await put()

      const all = await subject.readAll()
      expect(all['parked/order/a-2.json']).toBe('{"code":"x.y"}')
      expect(Object.keys(all).filter((key) => key.includes('a-2'))).toHaveLength(1)
    })

    it('keeps records of two entities apart', async () => {
      await subject.store.put('parked/order/a-3.json', '1')
      await subject.store.put('parked/unknown/a-3.json', '2')

      expect(await subject.readAll()).toMatchObject({
        'parked/order/a-3.json': '1',
        'parked/unknown/a-3.json': '2',
      })
    })
  })
}
