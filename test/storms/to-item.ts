import { anOrder } from '../builders/order-table.ts'
import type { StormWrite } from './storm.ts'

/**
 * Words that are in what storms write, and in nothing else: a log that has one quotes an item. Tokens
 * are made of personal data, and are as little for a log.
 */
export const PAYLOAD_WORDS = [
  '@sturm.example',
  'Wanda Sturm',
  'Nebelgasse',
  'Blitzingen',
  'PZ-40',
  'bitte dreimal klingeln',
  'Wetterhahn',
  'WH-2718',
  'verschollen',
  '31415.',
  'tok_',
] as const

const STATUSES = ['pending', 'confirmed', 'shipped', 'delivered', 'cancelled'] as const
/** Both images of such an item do not fit the bus. */
const LARGE_CHARACTERS = 120_000

/** The ids of a storm meet those of no other. */
export function stormOrder(
  seed: number,
  { customer, order }: Pick<StormWrite, 'customer' | 'order'>,
) {
  return anOrder(`s${seed}-c${customer}`, `s${seed}-o${order}`)
}

/** The item that a write puts. */
export function toItem(seed: number, write: StormWrite): object {
  const { kind, order, version } = write
  if (kind === 'foreign') return { pk: `WEATHER#s${seed}`, sk: `REPORT#${order}`, version }
  const name = kind === 'large' ? `Wetterhahn ${'x'.repeat(LARGE_CHARACTERS)}` : 'Wetterhahn'
  return {
    ...stormOrder(seed, write),
    status: kind === 'broken' ? 'verschollen' : STATUSES[version % STATUSES.length],
    total: 31_415 + (version + 1) / 1_000,
    items: [{ sku: 'WH-2718', name, quantity: 1 + (version % 9), unitPrice: 31_415.5 }],
    shippingAddress: {
      name: 'Wanda Sturm',
      line1: 'Nebelgasse 4',
      city: 'Blitzingen',
      postcode: 'PZ-40-917',
      country: 'PL',
    },
    email: `wanda.${version}@sturm.example`,
    ...(version % 2 === 0 && { note: 'bitte dreimal klingeln' }),
  }
}
