/** Wires the breaker for AWS Lambda. */
import { createAwsRestClient } from '../../shared/adapters/aws-rest-client.ts'
import { createMappingSwitch } from '../../shared/adapters/mapping-switch.ts'
import { createPipeSwitch } from '../../shared/adapters/pipe-switch.ts'
import { createLog } from '../../shared/observability/create-log.ts'
import { parseBreakerConfig } from './config.ts'
import { createBreaker } from './handler.ts'

const config = parseBreakerConfig(process.env)
const clientOf = (service: string) =>
  createAwsRestClient({
    service,
    region: process.env.AWS_REGION ?? '',
    endpoint: process.env.AWS_ENDPOINT_URL,
  })

export const handler = createBreaker({
  circuits: [
    {
      name: 'pipe',
      alarms: config.PIPE_ALARMS,
      switch: createPipeSwitch(clientOf('pipes'), config.PIPE_NAME),
    },
    {
      name: 'search',
      alarms: config.SEARCH_ALARMS,
      switch: createMappingSwitch(clientOf('lambda'), config.SEARCH_MAPPING_ID),
    },
  ],
  log: createLog(),
})
