import { FirehoseClient } from '@aws-sdk/client-firehose'
import { onTestFinished } from 'vitest'
import { startModelEndpoints } from '../../local/endpoints/model-endpoints.ts'
import type { PutDisturbance } from '../../local/resources/firehose-delivery-stream/put-disturbance.ts'
import { createFirehoseLakeStream } from '../../shared/adapters/firehose-lake-stream.ts'
import { toRetryable } from '../../shared/batch/outcome.ts'
import { MemoryLakeStream } from '../fakes/memory-lake.ts'
import { describeLakeStreamContract } from './lake-stream-contract.ts'

describeLakeStreamContract('memory', async () => {
  const stream = new MemoryLakeStream()
  return {
    stream,
    taken: () => stream.lines,
    refuse: (refused) => {
      stream.answer = (_, place) =>
        place === refused ? toRetryable('lake.throttled') : { kind: 'applied' }
    },
    close: () => {
      stream.answer = () => toRetryable('lake.unavailable')
    },
  }
})

describeLakeStreamContract('Firehose', async () => {
  const lines: string[] = []
  let disturbance: PutDisturbance | undefined
  const local = {
    arn: 'arn:lake',
    name: 'lake',
    put: (data: Uint8Array) => lines.push(Buffer.from(data).toString()) > 0,
    resume: () => undefined,
    sorted: async () => undefined,
    stop: async () => undefined,
  }
  const endpoints = await startModelEndpoints({
    buses: new Map(),
    secrets: new Map(),
    pipes: new Map(),
    mappings: new Map(),
    deliveryStreams: new Map([[local.arn, local]]),
    disturbPuts: () => disturbance,
    now: Date.now,
  })
  const client = new FirehoseClient({
    endpoint: endpoints.url,
    region: 'eu-west-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    maxAttempts: 1,
  })
  onTestFinished(async () => {
    client.destroy()
    await endpoints.stop()
  })
  return {
    stream: createFirehoseLakeStream(client, local.name),
    taken: () => lines,
    refuse: (refused) => {
      disturbance =
        refused === null ? undefined : { fails: 'records', record: (index) => index === refused }
    },
    close: () => {
      disturbance = { fails: 'call' }
    },
  }
})
