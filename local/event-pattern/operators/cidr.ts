import type { ValueTest } from '../match-branch.ts'
import { PatternError } from '../pattern-error.ts'
import { parseAddress } from './ip-address.ts'

const BITS_PER_DIGIT = 4
const TAKES = 'takes a block of addresses such as "10.0.0.0/24"'

/** `{"cidr": "10.0.0.0/24"}`: any address of the block; a full-length mask is refused. */
export function cidrTest(operand: unknown, path: string): ValueTest {
  if (typeof operand !== 'string') throw new PatternError(path, `"cidr" ${TAKES}`)
  const [text = '', mask = '', ...rest] = operand.split('/')
  const given = parseAddress(text)
  if (rest.length > 0 || given === undefined || !/^\d{1,3}$/.test(mask)) {
    throw new PatternError(path, `"cidr" ${TAKES}, not "${operand}"`)
  }
  const bits = given.length * BITS_PER_DIGIT
  if (Number(mask) >= bits) {
    throw new PatternError(path, `"cidr" masks fewer than ${bits} bits, not "${operand}"`)
  }

  const { first, last } = blockOf(given, bits - Number(mask))
  return {
    accepts: (value) => {
      const address = typeof value === 'string' ? parseAddress(value) : undefined
      return address !== undefined && first <= address && address <= last
    },
  }
}

function blockOf(address: string, freeBits: number): { first: string; last: string } {
  const free = (1n << BigInt(freeBits)) - 1n
  const first = BigInt(`0x${address}`) & ~free
  const digits = (value: bigint) => value.toString(16).padStart(address.length, '0')
  return { first: digits(first), last: digits(first | free) }
}
