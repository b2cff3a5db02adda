import { randomUUID } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import type { SignalBody } from '../../local/signals.ts'
import { describeRelief } from './describe-relief.ts'
import { describeTrouble } from './describe-trouble.ts'

const POSITION = {
  pipe: 'ChangePipe',
  condition: 'RetryAttemptsExhausted',
  shardId: 'shardId-1',
  startSequenceNumber: '007',
  endSequenceNumber: '009',
} as const

describe('describeTrouble', () => {
  it.each<[SignalBody, string]>([
    [
      { type: 'batch.failed', pipe: 'P', stage: 'target', records: 3, attempt: 2, error: 'no' },
      'P: a batch of 3 failed in its target: no',
    ],
    [
      {
        ...{ type: 'batch.failed', pipe: 'P', stage: 'enrichment', records: 1, attempt: 1 },
        error: `Runtime.ExitError: RequestId: ${randomUUID()} Error: Runtime exited`,
      },
      'P: a batch of 1 failed in its enrichment: Runtime.ExitError: Runtime exited',
    ],
    [
      { type: 'batch.bisected', pipe: 'P', records: 10, halves: [5, 5] },
      'P halves a batch of 10 to find the record that fails',
    ],
    [
      { type: 'batch.dead_lettered', ...POSITION, records: 3 },
      'ChangePipe gave 3 records up (RetryAttemptsExhausted), position in its DLQ: 007 to 009 of shardId-1',
    ],
    [
      { type: 'batch.dead_lettered', ...POSITION, endSequenceNumber: '007', records: 1 },
      'ChangePipe gave 1 record up (RetryAttemptsExhausted), position in its DLQ: 007 of shardId-1',
    ],
    [
      { type: 'batch.dropped', ...POSITION, records: 3, reason: 'the Pipe has no DLQ' },
      'ChangePipe gave 3 records up (RetryAttemptsExhausted), lost: the Pipe has no DLQ',
    ],
    [
      { type: 'pipe.state', pipe: 'P', state: 'STOPPED', reason: 'Disabled after 4xx errors: no' },
      "P is stopped: Disabled after 4xx errors: no. Changes wait in the table's stream",
    ],
    [
      { type: 'access.denied', caller: 'R', action: 'a:B', resource: 'arn', reason: 'add it to R' },
      'access denied: R may not a:B on arn: add it to R',
    ],
    [
      {
        type: 'event.dead_lettered',
        rule: 'R',
        target: 'q',
        eventId: 'e',
        errorCode: 'NO_PERMISSIONS',
        deadLetterQueue: 'dlq',
      },
      'R gave an event up (NO_PERMISSIONS): it lies in dlq',
    ],
    [
      { type: 'messages.expired', queue: 'q', messages: 1 },
      '1 message passed the retention of q and is gone',
    ],
    [
      {
        type: 'function.failed',
        function: 'f',
        errorType: 'Runtime.OutOfMemory',
        error: 'RequestId: 1 Error: Runtime exited with error: signal: killed',
      },
      'f ran out of memory: see f.log',
    ],
    [
      { type: 'function.timed_out', function: 'f', timeoutMs: 30_000 },
      'f ran into its time-out of 30 s and was ended',
    ],
    [
      { type: 'mapping.batch', mapping: 'M', function: 'f', messages: 3, failed: ['m-1'] },
      'f left 1 of 3 messages for later',
    ],
    [
      {
        ...{ type: 'records.misfiled', deliveryStream: 'S', key: 'errors/k.gz', bytes: 9 },
        ...{ records: 2, errorType: 'metadata-extraction-failed' },
      },
      'S could not place 2 records (metadata-extraction-failed): see errors/k.gz',
    ],
    [
      { type: 'records.lost', deliveryStream: 'S', records: 1, reason: 'no answer' },
      'S lost 1 record: no answer',
    ],
    [
      { type: 'engine.down', engine: 'opensearch', reason: 'signal SIGKILL' },
      'OpenSearch ended (signal SIGKILL) and is started again',
    ],
    [
      { type: 'engine.down', engine: 'redis', reason: 'signal SIGKILL' },
      'Redis ended (signal SIGKILL) and is started again',
    ],
  ])('says of $type what it means', (signal, text) => {
    expect(describeTrouble({ ...signal, at: 0 })?.text).toBe(text)
  })

  it.each<SignalBody>([
    { type: 'mapping.batch', mapping: 'M', function: 'f', messages: 3, failed: [] },
    { type: 'pipe.state', pipe: 'P', state: 'RUNNING' },
    { type: 'function.invoked', function: 'f', durationMs: 1 },
  ])('takes $type for no trouble when nothing is wrong', (signal) => {
    expect(describeTrouble({ ...signal, at: 0 })).toBeUndefined()
  })

  it.each([
    ['SearchProjectorEventSourceMappingSQSSearchQueue', 'search'],
    ['CacheInvalidatorEventSourceMappingSQSCacheQueue', 'cache'],
    ['LakeWriterEventSourceMappingSQSLakeQueue', undefined],
  ])('says of messages that %s left which sink waits: %s', (mapping, hop) => {
    const left = { type: 'mapping.batch', function: 'f', messages: 3, failed: ['m-1'] } as const

    expect(describeTrouble({ ...left, mapping, at: 0 })?.holds?.hop).toBe(hop)
  })

  it('takes errors for equal that differ by request, time and number alone', () => {
    const failed = (error: string) =>
      describeTrouble({ type: 'function.failed', at: 0, function: 'f', errorType: 'E', error })

    const one = failed('request 11111111-2222-3333-4444-55555555abcd took 31 ms')
    const other = failed('request aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee took 290 ms')

    expect(one?.key).toBe(other?.key)
    expect(failed('refused')?.key).not.toBe(one?.key)
  })

  it.each<SignalBody>([
    { type: 'access.denied', caller: 'R', action: 'a:B', resource: 'arn', reason: 'add it' },
    { type: 'pipe.state', pipe: 'P', state: 'STOPPED' },
    { type: 'batch.dead_lettered', ...POSITION, records: 3 },
    { type: 'messages.expired', queue: 'q', messages: 1 },
  ])('says that $type does not pass by itself', (signal) => {
    expect(describeTrouble({ ...signal, at: 0 })?.isFinal).toBe(true)
  })
})

describe('describeRelief', () => {
  it.each<[SignalBody, SignalBody, string]>([
    [
      { type: 'engine.down', engine: 'opensearch', reason: 'exit 1' },
      { type: 'engine.up', engine: 'opensearch', afterMs: 12_000 },
      'OpenSearch runs again, 12 s after its end',
    ],
    [
      { type: 'engine.silent', engine: 'dynamodb', afterMs: 5_000, reason: 'time-out' },
      { type: 'engine.up', engine: 'dynamodb', afterMs: 3_000 },
      'DynamoDB runs again, 3.0 s after its end',
    ],
    [
      { type: 'engine.silent', engine: 'opensearch', afterMs: 5_000, reason: 'time-out' },
      { type: 'engine.answers', engine: 'opensearch', afterMs: 20_000 },
      'OpenSearch answers again, after 20 s',
    ],
    [
      { type: 'pipe.state', pipe: 'P', state: 'STOPPED' },
      { type: 'pipe.state', pipe: 'P', state: 'RUNNING' },
      'P runs again',
    ],
  ])('ends the trouble of %j', (begins, ends, text) => {
    const trouble = describeTrouble({ ...begins, at: 0 })
    const relief = describeRelief({ ...ends, at: 1 })

    expect(relief?.ends).toContain(trouble?.key)
    expect(relief?.text).toBe(text)
  })
})
