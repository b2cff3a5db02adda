import type { SettleBatchPorts } from '../batch/settle-batch.ts'

type Settling = Pick<SettleBatchPorts, 'deadLetters' | 'redelivery'>

/**
 * Where a sink's failed messages go, on SQS. The client is loaded with the first of them, because a
 * function whose batches work should not pay for it at its start.
 */
export function createSqsSettling(queueUrl: string, dlqUrl: string): Settling {
  let loading: Promise<Settling> | undefined
  const settling = () => {
    loading ??= load(queueUrl, dlqUrl)
    return loading
  }
  return {
    deadLetters: { send: async (letters) => (await settling()).deadLetters.send(letters) },
    redelivery: { delay: async (messages) => (await settling()).redelivery.delay(messages) },
  }
}

async function load(queueUrl: string, dlqUrl: string): Promise<Settling> {
  const [{ createSqsClient }, { createSqsDeadLetterQueue }, { createSqsRedelivery }] =
    await Promise.all([
      import('./sqs-client.ts'),
      import('./sqs-dead-letter-queue.ts'),
      import('./sqs-redelivery.ts'),
    ])
  const client = createSqsClient()
  return {
    deadLetters: createSqsDeadLetterQueue(client, dlqUrl),
    redelivery: createSqsRedelivery(client, queueUrl),
  }
}
