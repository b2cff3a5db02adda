import {
  type FirehoseClient,
  PutRecordBatchCommand,
  type PutRecordBatchCommandOutput,
  type PutRecordBatchResponseEntry,
} from '@aws-sdk/client-firehose'
import { APPLIED, type Outcome, toRetryable, toUnknown } from '../batch/outcome.ts'
import type { LakeStream } from '../lake/lake-stream.ts'
import { awsStatusOf, classifyAwsFailure } from './aws-failure.ts'
import {
  FIREHOSE_CALL_BYTES_MAX,
  FIREHOSE_RECORD_BYTES_MAX,
  FIREHOSE_RECORDS_MAX,
} from './firehose-limits.ts'
import { toPutRecordBatchBody } from './put-record-batch-body.ts'

type Lines = readonly Uint8Array[]

/** The lake's stream on Firehose: calls are filled to its limits and sent side by side. */
export function createFirehoseLakeStream(client: FirehoseClient, streamName: string): LakeStream {
  return {
    lineBytesMax: FIREHOSE_RECORD_BYTES_MAX,
    put: async (lines) => {
      const calls = toCalls(lines)
      const outcomes = await Promise.all(calls.map((call) => putCall(client, streamName, call)))
      return outcomes.flat()
    },
  }
}

async function putCall(
  client: FirehoseClient,
  streamName: string,
  lines: Lines,
): Promise<readonly Outcome[]> {
  try {
    return toOutcomes(await send(client, streamName, lines), lines)
  } catch (error) {
    if (lines.length > 1 && refusesCall(error)) return putHalves(client, streamName, lines)
    const outcome = classifyAwsFailure('lake', error)
    return lines.map(() => outcome)
  }
}

/** Together too large, or one of them breaks the call for all: alone, each is judged for itself. */
async function putHalves(
  client: FirehoseClient,
  streamName: string,
  lines: Lines,
): Promise<readonly Outcome[]> {
  const middle = Math.ceil(lines.length / 2)
  const halves = [lines.slice(0, middle), lines.slice(middle)]
  const outcomes = await Promise.all(halves.map((half) => putCall(client, streamName, half)))
  return outcomes.flat()
}

/** Of what is in the call. https://docs.aws.amazon.com/firehose/latest/APIReference/CommonErrors.html */
const REFUSALS = new Set(['InvalidArgumentException', 'ValidationException'])

const PAYLOAD_TOO_LARGE = 413

function refusesCall(error: unknown): boolean {
  const isInvalid = error instanceof Error && REFUSALS.has(error.name)
  return isInvalid || awsStatusOf(error) === PAYLOAD_TOO_LARGE
}

/**
 * Sends the call with a body that is made here: the client's own serialiser takes five times as long
 * for the same bytes (bench/lake-writer). Signing, retries and errors stay the client's.
 */
async function send(
  client: FirehoseClient,
  streamName: string,
  lines: Lines,
): Promise<PutRecordBatchCommandOutput> {
  const command = new PutRecordBatchCommand({ DeliveryStreamName: streamName, Records: [] })
  const body = toPutRecordBatchBody(streamName, lines)
  command.middlewareStack.add(
    (next) => (args) => {
      Object.assign(args.request as object, { body })
      return next(args)
    },
    { step: 'build', priority: 'high', name: 'putRecordBatchBody' },
  )
  return client.send(command)
}

function toOutcomes(answer: PutRecordBatchCommandOutput, lines: Lines): readonly Outcome[] {
  const { RequestResponses = [] } = answer
  const isWhole = RequestResponses.length === lines.length
  return lines.map((_, place) => {
    const entry = isWhole ? RequestResponses[place] : undefined
    return entry === undefined ? ANSWER_INCOMPLETE : toOutcome(entry)
  })
}

const ANSWER_INCOMPLETE = toRetryable('lake.answer_incomplete')

/** https://docs.aws.amazon.com/firehose/latest/APIReference/API_PutRecordBatchResponseEntry.html */
function toOutcome({ ErrorCode }: PutRecordBatchResponseEntry): Outcome {
  switch (ErrorCode) {
    case undefined:
      return APPLIED
    case 'ServiceUnavailableException':
      return toRetryable('lake.throttled')
    case 'InternalFailure':
      return toRetryable('lake.unavailable')
    default:
      return toUnknown(`record ${ErrorCode}`)
  }
}

/** Splits lines into calls that stay within Firehose's counts and bytes. */
function toCalls(lines: Lines): readonly Lines[] {
  const calls: Uint8Array[][] = []
  let bytesOfCall = 0
  for (const line of lines) {
    const last = calls.at(-1)
    const fits =
      last !== undefined &&
      last.length < FIREHOSE_RECORDS_MAX &&
      bytesOfCall + line.length <= FIREHOSE_CALL_BYTES_MAX
    if (fits) {
      last.push(line)
      bytesOfCall += line.length
    } else {
      calls.push([line])
      bytesOfCall = line.length
    }
  }
  return calls
}
