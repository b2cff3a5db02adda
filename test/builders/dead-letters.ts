import { SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs'

/** Dead letters as AWS makes them, each by hand. */
export interface DeadLetterSender {
  /** As a rule that could not deliver. */
  byRule(body: string): Promise<void>
  /** As the sink's function that found it poison. */
  byFunction(body: string, code: string): Promise<void>
  /** As the queue's own redrive moves it: without attributes. */
  byReceives(body: string): Promise<void>
}

export function sendDeadLetters(sqs: SQSClient, queueUrl: string): DeadLetterSender {
  const send = async (body: string, attributes: Readonly<Record<string, string>>) => {
    const MessageAttributes = Object.fromEntries(
      Object.entries(attributes).map(([name, text]) => [
        name,
        { DataType: 'String', StringValue: text },
      ]),
    )
    await sqs.send(
      new SendMessageCommand({ QueueUrl: queueUrl, MessageBody: body, MessageAttributes }),
    )
  }
  return {
    byRule: (body) =>
      send(body, {
        RULE_ARN: 'arn:aws:events:eu-west-1:111122223333:rule/tailrace-dev-changes/rule',
        TARGET_ARN: 'arn:aws:sqs:eu-west-1:111122223333:queue',
        ERROR_CODE: 'NO_PERMISSIONS',
        ERROR_MESSAGE: 'The rule may not send to the queue.',
        EXHAUSTED_RETRY_CONDITION: 'MaximumRetryAttempts',
        RETRY_ATTEMPTS: '185',
      }),
    byFunction: (body, code) => send(body, { code, message: 'It was refused.' }),
    byReceives: (body) => send(body, {}),
  }
}

export interface RangeWish {
  readonly streamArn: string
  readonly shardId: string
  readonly first: string
  readonly last: string
  readonly batchSize: number
}

const PIPE_HEAD = {
  context: {
    partnerResourceArn: 'arn:aws:pipes:eu-west-1:111122223333:pipe/tailrace-dev',
    condition: 'RetryAttemptsExhausted',
  },
}
const FUNCTION_HEAD = {
  requestContext: {
    requestId: '1f0a',
    functionArn: 'arn:aws:lambda:eu-west-1:111122223333:function:tailrace-dev-enrichment',
    condition: 'RetryAttemptsExhausted',
    approximateInvokeCount: 186,
  },
  responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
}

/** What a Pipe leaves, or a function's mapping of a stream: positions only. */
export function aPositionLetter(wish: RangeWish, by: 'pipe' | 'function' = 'pipe'): string {
  return JSON.stringify({
    ...(by === 'pipe' ? PIPE_HEAD : FUNCTION_HEAD),
    version: '1.0',
    timestamp: '2026-11-21T09:00:00.000Z',
    DDBStreamBatchInfo: {
      shardId: wish.shardId,
      startSequenceNumber: wish.first,
      endSequenceNumber: wish.last,
      approximateArrivalOfFirstRecord: '2026-11-21T07:26:40Z',
      approximateArrivalOfLastRecord: '2026-11-21T07:26:41Z',
      batchSize: wish.batchSize,
      streamArn: wish.streamArn,
    },
  })
}
