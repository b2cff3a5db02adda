import type { Scalar } from '../event-leaves.ts'
import type { ValueTest } from '../match-branch.ts'
import { PatternError } from '../pattern-error.ts'
import { parseAddress } from './ip-address.ts'

/** A plain value. Numbers compare by value; text that is an IP address compares as an address. */
export function exactTest(expected: unknown): ValueTest {
  const address = typeof expected === 'string' ? parseAddress(expected) : undefined
  if (address === undefined) return { accepts: (value) => value === expected }
  return { accepts: (value) => typeof value === 'string' && parseAddress(value) === address }
}

/** `{"exactly": "text"}` */
export function exactStringTest(operand: unknown, path: string): ValueTest {
  if (typeof operand !== 'string') throw new PatternError(path, '"exactly" takes a string')
  return { accepts: (value: Scalar) => value === operand }
}
