import { FirehoseClient } from '@aws-sdk/client-firehose'
import { onTestFinished } from 'vitest'
import { type Chaos, createChaos } from '../../local/chaos/chaos.ts'
import { systemClock } from '../../local/clock.ts'
import { startModelEndpoints } from '../../local/endpoints/model-endpoints.ts'
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
  const chaos = createChaos(systemClock)
  let refusedPlace: number | null = null
  let place = 0
  /** One record of each call, by its place in it. */
  const refusing: Chaos = {
    ...chaos,
    through: (hop, call) => {
      place = 0
      return chaos.through(hop, call)
    },
    refuses: () => place++ === refusedPlace,
  }
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
    chaos: refusing,
    time: { jump: () => undefined, jumpedMs: () => 0 },
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
      refusedPlace = refused
    },
    close: () => {
      chaos.set({ firehose: { error: 1 } }, 1)
    },
  }
})
