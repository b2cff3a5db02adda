import type { Authorize } from '../../policies/authorize.ts'
import type { PipePorts } from './pipe.ts'

/** What a Pipe's calls are made on. */
export interface CalledArns {
  readonly stream: string
  readonly bus: string
  readonly enrichment?: string
  readonly deadLetterQueue?: string
}

/**
 * Asks before each call whether the Pipe's role may make it.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-pipes-permissions.html
 */
export function authorizePorts(
  ports: PipePorts,
  arns: CalledArns,
  authorize: Authorize,
): PipePorts {
  const { stream, enrich, sendDeadLetter } = ports
  const { enrichment = '', deadLetterQueue = '' } = arns
  return {
    stream: {
      ...stream,
      async describe() {
        authorize('dynamodb:DescribeStream', arns.stream)
        return stream.describe()
      },
      async openShard(shardId, place) {
        authorize('dynamodb:GetShardIterator', arns.stream)
        return stream.openShard(shardId, place)
      },
      async read(iterator) {
        authorize('dynamodb:GetRecords', arns.stream)
        return stream.read(iterator)
      },
    },
    ...(enrich && {
      async enrich(batch, killAfterMs) {
        authorize('lambda:InvokeFunction', enrichment)
        return enrich(batch, killAfterMs)
      },
    }),
    async putEvents(entries) {
      authorize('events:PutEvents', arns.bus)
      return ports.putEvents(entries)
    },
    ...(sendDeadLetter && {
      async sendDeadLetter(body) {
        authorize('sqs:SendMessage', deadLetterQueue)
        return sendDeadLetter(body)
      },
    }),
  }
}
