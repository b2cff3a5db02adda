import * as v from 'valibot'
import type { Letter, ReadLetter } from './letter.ts'

const parkedObject = v.looseObject({
  code: v.string(),
  message: v.string(),
  record: v.unknown(),
})

/** Reads a parked record. It holds personal data in the clear: nothing of `record` may be shown. */
export function readParkedLetter(letter: Letter): ReadLetter {
  const result = v.safeParse(v.pipe(v.string(), v.parseJson(), parkedObject), letter.body)
  if (!result.success) return { letter, kind: 'unreadable', ...UNREADABLE }
  const { code, message, record } = result.output
  return { letter, kind: 'parked', code, message, content: { of: 'record', record } }
}

const WHY = {
  code: 'letter.no_record',
  message: 'The object is no parked record.',
} as const
const UNREADABLE = { ...WHY, content: { of: 'nothing', ...WHY } } as const
