/** Wires the lake writer for AWS Lambda. */
import { setTimeout as wait } from 'node:timers/promises'

import { definitions } from '../../entities/index.ts'
import { callMsMax } from '../../shared/adapters/aws-client-options.ts'
import { createFirehoseClient } from '../../shared/adapters/firehose-client.ts'
import { createFirehoseLakeStream } from '../../shared/adapters/firehose-lake-stream.ts'
import { createS3LakeObjects } from '../../shared/adapters/s3-lake-objects.ts'
import { createSqsClient } from '../../shared/adapters/sqs-client.ts'
import { createSqsDeadLetterQueue } from '../../shared/adapters/sqs-dead-letter-queue.ts'
import { createSqsRedelivery } from '../../shared/adapters/sqs-redelivery.ts'
import { createLog } from '../../shared/observability/create-log.ts'
import { createMetrics } from '../../shared/observability/create-metrics.ts'
import { parseLakeWriterConfig } from './config.ts'
import { createLakeWriter } from './handler.ts'

const config = parseLakeWriterConfig(process.env)
const requestTimeoutMs = config.LAKE_REQUEST_TIMEOUT_MS
const sqs = createSqsClient()

export const handler = createLakeWriter({
  definitions,
  stream: createFirehoseLakeStream(createFirehoseClient(requestTimeoutMs), config.LAKE_STREAM),
  objects: createS3LakeObjects(config.LAKE_BUCKET, { requestTimeoutMs }),
  deadLetters: createSqsDeadLetterQueue(sqs, config.LAKE_DLQ_URL),
  redelivery: createSqsRedelivery(sqs, config.LAKE_QUEUE_URL),
  putMsMax: callMsMax(requestTimeoutMs),
  random: Math.random,
  wait: (ms) => wait(ms),
  clock: Date.now,
  log: createLog(),
  metrics: createMetrics(),
})
