import { SendMessageCommand } from '@aws-sdk/client-sqs'
import { patternOf } from '../../event-pattern/declared-pattern.ts'
import {
  because,
  listOf,
  modelled,
  noLocalMeaning,
  objectOf,
} from '../../template/property-support.ts'
import type { TemplateObject } from '../../template/template.ts'
import { putEvents } from '../event-bus/put-events.ts'
import { findByArn, type ResourceModel, type Stack } from '../resource-model.ts'
import { authorizePorts } from './authorized-ports.ts'
import { disturbPorts } from './disturbed-ports.ts'
import { FILTERS_MAX } from './limits.ts'
import { createLocalPipe } from './local-pipe.ts'
import type { PipePorts } from './pipe.ts'
import { readPipeSettings } from './pipe-settings.ts'
import { keepCheckpoint } from './stream/checkpoint.ts'
import { createDynamoDbStreamPort } from './stream/dynamodb-stream-port.ts'

/** A Pipe from a DynamoDB stream through a function to a bus. What it holds to stands in rules.ts. */
export const pipe: ResourceModel = {
  type: 'AWS::Pipes::Pipe',

  support: objectOf(
    {
      Name: modelled(),
      Source: modelled(),
      SourceParameters: objectOf(
        {
          FilterCriteria: objectOf({
            Filters: listOf(objectOf({ Pattern: patternOf('pipe') }), { atMost: FILTERS_MAX }),
          }),
          DynamoDBStreamParameters: objectOf(
            {
              StartingPosition: modelled('TRIM_HORIZON', 'LATEST'),
              BatchSize: modelled(),
              MaximumBatchingWindowInSeconds: modelled(),
              ParallelizationFactor: modelled(),
              MaximumRecordAgeInSeconds: modelled(),
              MaximumRetryAttempts: modelled(),
              OnPartialBatchItemFailure: modelled('AUTOMATIC_BISECT'),
              DeadLetterConfig: objectOf({ Arn: modelled() }),
            },
            { required: ['StartingPosition'] },
          ),
        },
        { required: ['DynamoDBStreamParameters'] },
      ),
      Enrichment: modelled(),
      Target: modelled(),
      TargetParameters: objectOf({
        EventBridgeEventBusParameters: objectOf({
          DetailType: modelled(),
          Resources: modelled(),
          Source: modelled(),
          Time: modelled(),
        }),
      }),
      DesiredState: modelled('RUNNING', 'STOPPED'),
      Description: noLocalMeaning(because.description),
      KmsKeyIdentifier: noLocalMeaning(because.encryption),
      LogConfiguration: noLocalMeaning(because.logging),
      RoleArn: modelled(),
      Tags: noLocalMeaning(because.tags),
    },
    { required: ['RoleArn', 'Source', 'SourceParameters', 'Target'] },
  ),

  async create({ logicalId, properties }, stack) {
    const name = String(properties.Name ?? stack.names.physicalName(logicalId))
    const arn = stack.names.arn('pipes', `pipe/${name}`)
    const streamArn = String(properties.Source)
    const { kept } = stack
    const created = createLocalPipe({
      name,
      properties,
      pipe: {
        ...stack,
        ...disturbPorts(connectPorts(properties, stack), stack.chaos),
        name: logicalId,
        arn,
        settings: readPipeSettings(properties),
        streamArn,
        busArn: String(properties.Target),
      },
      checkpoint: kept && keepCheckpoint({ kept, logicalId }, streamArn),
    })
    stack.pipes.set(arn, created)
    if (properties.DesiredState !== 'STOPPED') created.start()
    else stack.emit({ type: 'pipe.state', pipe: logicalId, state: 'STOPPED' })
    const stop = async () => {
      created.stop()
      await created.stopped()
    }
    return { ref: name, attributes: { Arn: arn }, stop }
  },
}

/** @throws Error when something the Pipe calls is not in the stack. */
function connectPorts(properties: TemplateObject, stack: Stack): PipePorts {
  const { clients, buses, clock, functions, queues } = stack
  const { deadLetterQueueArn } = readPipeSettings(properties)
  const bus = findByArn(buses, properties.Target, 'the target bus')
  const arns = { stream: String(properties.Source), bus: bus.arn }

  const enrichment =
    properties.Enrichment === undefined
      ? undefined
      : findByArn(functions, properties.Enrichment, 'the enrichment')
  const queue =
    deadLetterQueueArn === undefined
      ? undefined
      : findByArn(queues, deadLetterQueueArn, "the Pipe's DLQ")
  return authorizePorts(
    {
      stream: createDynamoDbStreamPort(clients, arns.stream, stack.clockJumps.at),
      putEvents: (entries) => putEvents(entries, { buses, now: clock.now }),
      ...(enrichment && {
        enrich: (batch, killAfterMs) => enrichment.invoke(batch, { killAfterMs }),
      }),
      ...(queue && {
        sendDeadLetter: async (body) => {
          await clients.sqs.send(new SendMessageCommand({ QueueUrl: queue.url, MessageBody: body }))
        },
      }),
    },
    {
      ...arns,
      ...(enrichment && { enrichment: String(properties.Enrichment) }),
      ...(queue && { deadLetterQueue: queue.arn }),
    },
    stack.access.ofRole(properties.RoleArn),
  )
}
