import { posix } from 'node:path'
import type { Holding, LakeLine } from './evidence.ts'

const NOTHING = {
  search: 'the index holds nothing of its item',
  cache: 'its item has no floor: none yet, or evicted',
} as const

const HOLDS = {
  search: {
    this: () => 'the index holds it',
    newer: (number: string) => `the index holds a newer one, number ${number}`,
    older: (number: string) => `the index holds an older one, number ${number}`,
  },
  cache: {
    this: () => 'the floor is at it',
    newer: (number: string) => `the floor is above it, at number ${number}`,
    older: (number: string) => `the floor is below it, at number ${number}`,
  },
} as const

/** A sequence number for a person: stored ones are padded, and so are DynamoDB Local's. */
export function withoutZeros(sequenceNumber: string): string {
  return sequenceNumber.replace(/^0+(?=.)/, '')
}

/** What index or cache hold of a change's item, in words. */
export function describeHolding(sink: 'search' | 'cache', holding: Holding): string {
  if (holding.holds === 'nothing') return NOTHING[sink]
  return HOLDS[sink][holding.holds](withoutZeros(holding.position.sequenceNumber))
}

/** Named of the folders that hold lines of one change. */
const FOLDERS_MAX = 3

/** @param isTaken the delivery stream has it: a line that is not there yet is on its way. */
export function describeLakeLines(lines: readonly LakeLine[], isTaken: boolean): string {
  if (lines.length === 0) {
    return isTaken ? 'no line of it yet: the delivery stream gathers' : 'no line of it'
  }
  const folders = [...new Set(lines.map(({ object }) => `${posix.dirname(object)}/`))]
  const more = folders.length > FOLDERS_MAX ? ` and ${folders.length - FOLDERS_MAX} more` : ''
  const times = lines.length === 1 ? '1 line' : `${lines.length} lines, of which views show one,`
  return `${times} in ${folders.slice(0, FOLDERS_MAX).join(', ')}${more}`
}
