/** Wires the breaker for AWS Lambda. */
import { setTimeout as wait } from 'node:timers/promises'
import { LambdaClient } from '@aws-sdk/client-lambda'
import { PipesClient } from '@aws-sdk/client-pipes'
import { awsClientOptions } from '../../shared/adapters/aws-client-options.ts'
import { createMappingSwitch } from '../../shared/adapters/mapping-switch.ts'
import { createPipeSwitch } from '../../shared/adapters/pipe-switch.ts'
import { createLog } from '../../shared/observability/create-log.ts'
import { parseBreakerConfig } from './config.ts'
import { createBreaker } from './handler.ts'

const config = parseBreakerConfig(process.env)

export const handler = createBreaker({
  circuits: [
    {
      name: 'pipe',
      alarms: config.PIPE_ALARMS,
      switch: createPipeSwitch(new PipesClient(awsClientOptions()), config.PIPE_NAME),
    },
    {
      name: 'search',
      alarms: config.SEARCH_ALARMS,
      switch: createMappingSwitch(new LambdaClient(awsClientOptions()), config.SEARCH_MAPPING_ID),
    },
  ],
  clock: Date.now,
  wait: (ms) => wait(ms),
  log: createLog(),
})
