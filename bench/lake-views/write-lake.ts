import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { order } from '../../entities/order.ts'
import { planColumns, toLakeLine } from '../../shared/lake/lake-record.ts'
import { aChangeEvent, anOrder, aSequence } from '../../test/builders/change-event.ts'

export const CHANGES = 250_000
export const DAYS = 30
const OBJECTS_A_DAY = 4
const ITEMS = 25_000
const STATES = ['pending', 'confirmed', 'shipped', 'delivered']
/** One change in so many removes its item. */
const A_REMOVAL = 20
/** Coprime to the number of items, so that a day touches items all over. */
const STRIDE = 7919

/** A lake of so many changes. */
function writeLake(folder: string): void {
  const columns = planColumns(order)
  const objects = DAYS * OBJECTS_A_DAY
  for (let object = 0; object < objects; object += 1) {
    const day = `2026-11-${String(Math.floor(object / OBJECTS_A_DAY) + 1).padStart(2, '0')}`
    const from = Math.floor((CHANGES * object) / objects)
    const to = Math.floor((CHANGES * (object + 1)) / objects)
    const lines = Array.from({ length: to - from }, (_, place) =>
      toLakeLine(aChange(from + place, day), columns),
    )
    const partition = join(folder, 'lake', 'order', `dt=${day}`)
    mkdirSync(partition, { recursive: true })
    writeFileSync(join(partition, `${object}.json.gz`), gzipSync(lines.join(''), { level: 1 }))
  }
}

function aChange(number: number, day: string) {
  const item = (number * STRIDE) % ITEMS
  const [customer, name] = [`c-${Math.floor(item / 5)}`, `o-${item}`]
  const keys = { pk: `CUSTOMER#${customer}`, sk: `ORDER#${name}` }
  const attributes = {
    ...keys,
    orderId: name,
    customerId: customer,
    total: (number % 100_000) / 100,
    email: `tok_k1_${String(item).padStart(64, '0')}`,
  }
  const image = (state: number) =>
    anOrder({ ...attributes, status: STATES[state % STATES.length] ?? '' })
  const event = aChangeEvent({
    op: number % A_REMOVAL === 0 ? 'remove' : 'modify',
    id: `${keys.pk}|${keys.sk}`,
    sequenceNumber: aSequence(number + 1),
    time: `${day}T07:26:36Z`,
    after: image(number),
  })
  return { ...event, changed: ['status'], before: image(number - 1) }
}

if (import.meta.main) writeLake(process.argv[2] ?? '')
