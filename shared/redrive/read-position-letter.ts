import * as v from 'valibot'
import type { Letter, ReadLetter } from './letter.ts'

const text = v.pipe(v.string(), v.nonEmpty())
const digits = v.pipe(v.string(), v.regex(/^[0-9]{1,40}$/))
const condition = v.looseObject({ condition: text })

/**
 * What a Pipe leaves, and what a function's mapping of a stream leaves: the same positions under
 * another head. https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-pipes-dynamodb.html
 * https://docs.aws.amazon.com/lambda/latest/dg/services-dynamodb-errors.html
 *
 * Only what it takes to read the records has to be there: they are in the stream for 24 h.
 */
const positionLetter = v.looseObject({
  context: v.optional(condition),
  requestContext: v.optional(condition),
  DDBStreamBatchInfo: v.looseObject({
    streamArn: text,
    shardId: text,
    startSequenceNumber: digits,
    endSequenceNumber: digits,
    batchSize: v.pipe(v.number(), v.integer(), v.minValue(1)),
    approximateArrivalOfFirstRecord: v.optional(text),
    approximateArrivalOfLastRecord: v.optional(text),
  }),
})

/** Reads a letter that names where records lie in their stream, and holds none of them. */
export function readPositionLetter(letter: Letter): ReadLetter {
  const result = v.safeParse(v.pipe(v.string(), v.parseJson(), positionLetter), letter.body)
  const why = result.success && (result.output.context ?? result.output.requestContext)
  if (!result.success || !why) return { letter, kind: 'unreadable', ...UNREADABLE }
  const info = result.output.DDBStreamBatchInfo
  const range = {
    streamArn: info.streamArn,
    shardId: info.shardId,
    startSequenceNumber: info.startSequenceNumber,
    endSequenceNumber: info.endSequenceNumber,
    batchSize: info.batchSize,
    from: info.approximateArrivalOfFirstRecord ?? null,
    to: info.approximateArrivalOfLastRecord ?? null,
  }
  return {
    letter,
    kind: result.output.context === undefined ? 'function position' : 'pipe position',
    code: why.condition,
    message: null,
    content: { of: 'range', range },
  }
}

const WHY = {
  code: 'letter.no_position',
  message: 'The message names no place in a stream.',
} as const
const UNREADABLE = { ...WHY, content: { of: 'nothing', ...WHY } } as const
