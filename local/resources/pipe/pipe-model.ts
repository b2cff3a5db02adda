import {
  actsOnFailure,
  because,
  listOf,
  modelled,
  noLocalMeaning,
  objectOf,
} from '../../template/property-support.ts'
import { putEvents } from '../event-bus/put-events.ts'
import { findByArn, type ResourceModel, type Stack } from '../resource-model.ts'
import { createDynamoDbStreamPort } from './dynamodb-stream-port.ts'
import type { Pipe } from './pipe.ts'
import { readPipeSettings } from './pipe-settings.ts'
import { runPipe } from './run-pipe.ts'

/** A Pipe from a DynamoDB stream through a function to a bus. */
export const pipe: ResourceModel = {
  type: 'AWS::Pipes::Pipe',

  support: objectOf(
    {
      Name: modelled(),
      Source: modelled(),
      SourceParameters: objectOf(
        {
          FilterCriteria: objectOf({ Filters: listOf(objectOf({ Pattern: modelled() })) }),
          DynamoDBStreamParameters: objectOf(
            {
              StartingPosition: modelled('TRIM_HORIZON'),
              BatchSize: modelled(),
              MaximumBatchingWindowInSeconds: modelled(),
              ParallelizationFactor: modelled(),
              MaximumRecordAgeInSeconds: actsOnFailure('a batch with an older record is given up'),
              MaximumRetryAttempts: actsOnFailure(
                'a batch that keeps failing is given up after it',
              ),
              OnPartialBatchItemFailure: actsOnFailure('a batch that fails is halved'),
              DeadLetterConfig: actsOnFailure(
                'the position of a batch that is given up goes there',
              ),
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
      RoleArn: noLocalMeaning(because.iam),
      Tags: noLocalMeaning(because.tags),
    },
    { required: ['Source', 'SourceParameters', 'Target'] },
  ),

  async create({ logicalId, properties }, stack) {
    const name = String(properties.Name ?? stack.names.physicalName(logicalId))
    const settings = readPipeSettings(properties)
    const bus = findByArn(stack.buses, properties.Target, 'the target bus')
    const stopping = new AbortController()
    const ready: Pipe = {
      ...stack,
      name: logicalId,
      settings,
      stream: createDynamoDbStreamPort(stack.clients.streams, String(properties.Source)),
      busArn: bus.arn,
      putEvents: (entries) => putEvents(entries, { buses: stack.buses, now: stack.clock.now }),
      ...enrichmentOf(properties.Enrichment, stack),
      signal: stopping.signal,
    }
    const running = properties.DesiredState === 'STOPPED' ? undefined : runPipe(ready)
    const stop = async () => {
      stopping.abort()
      await running
    }
    return { ref: name, attributes: { Arn: stack.names.arn('pipes', `pipe/${name}`) }, stop }
  },
}

function enrichmentOf(arn: unknown, stack: Stack): Pick<Pipe, 'enrich'> {
  if (arn === undefined) return {}
  const lambda = findByArn(stack.functions, arn, 'the enrichment')
  return { enrich: (batch) => lambda.invoke(batch) }
}
