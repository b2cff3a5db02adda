/** Wires the lake writer for AWS Lambda. */
import { setTimeout as wait } from 'node:timers/promises'

import { definitions } from '../../entities/index.ts'
import { callMsMax } from '../../shared/adapters/aws-client-options.ts'
import { createFirehoseClient } from '../../shared/adapters/firehose-client.ts'
import { createFirehoseLakeStream } from '../../shared/adapters/firehose-lake-stream.ts'
import { createS3Claims } from '../../shared/adapters/s3-claims.ts'
import { createS3LakeObjects } from '../../shared/adapters/s3-lake-objects.ts'
import { createSqsSettling } from '../../shared/adapters/sqs-settling.ts'
import { createLog } from '../../shared/observability/create-log.ts'
import { createMetrics } from '../../shared/observability/create-metrics.ts'
import { parseLakeWriterConfig } from './config.ts'
import { createLakeWriter } from './handler.ts'

const config = parseLakeWriterConfig(process.env)
const requestTimeoutMs = config.LAKE_REQUEST_TIMEOUT_MS

export const handler = createLakeWriter({
  definitions,
  stream: createFirehoseLakeStream(createFirehoseClient(requestTimeoutMs), config.LAKE_STREAM),
  objects: createS3LakeObjects(config.LAKE_BUCKET, { requestTimeoutMs }),
  claims: createS3Claims(config.CLAIM_CHECK_BUCKET, { requestTimeoutMs }),
  ...createSqsSettling(config.LAKE_QUEUE_URL, config.LAKE_DLQ_URL),
  putMsMax: callMsMax(requestTimeoutMs),
  random: Math.random,
  wait: (ms) => wait(ms),
  clock: Date.now,
  log: createLog(),
  metrics: createMetrics(),
})
