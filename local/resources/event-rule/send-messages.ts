import type { BatchResultErrorEntry } from '@aws-sdk/client-sqs'
import type { MessageClient } from '../../message-client.ts'
import type { MessageTexts } from './dead-letter-attributes.ts'

export interface QueueMessage {
  readonly body: string
  readonly attributes?: MessageTexts
}

const TEXT = 'String'
/** An entry is refused for the sender's fault, or for the service's. */
const STATUS = { sender: 400, service: 500 } as const

/**
 * Sends up to ten messages to a queue by one call.
 *
 * @returns for each message the error with which it was refused, or nothing.
 * @throws when the call as a whole failed.
 */
export async function sendMessages(
  batch: readonly QueueMessage[],
  options: {
    readonly url: string
    readonly messages: Pick<MessageClient, 'call'>
    readonly signal: AbortSignal
  },
): Promise<readonly (Error | undefined)[]> {
  const { url: QueueUrl, messages, signal } = options
  const [first, ...others] = batch.map(toInput)
  if (first === undefined) return []
  if (others.length === 0) {
    await messages.call('SendMessage', { QueueUrl, ...first }, signal)
    return [undefined]
  }
  const Entries = [first, ...others].map((input, place) => ({ Id: String(place), ...input }))
  const { Failed = [] } = await messages.call('SendMessageBatch', { QueueUrl, Entries }, signal)
  const refused = new Map(Failed.map((entry) => [entry.Id, toError(entry)]))
  return Entries.map(({ Id }) => refused.get(Id))
}

/** What a message counts against the bytes of a call. */
export function bytesOf({ body, attributes = {} }: QueueMessage): number {
  const texts = Object.entries(attributes).flatMap(([name, text]) => [name, TEXT, text])
  return texts.reduce((sum, text) => sum + Buffer.byteLength(text), Buffer.byteLength(body))
}

function toInput({ body, attributes = {} }: QueueMessage) {
  return {
    MessageBody: body,
    MessageAttributes: Object.fromEntries(
      Object.entries(attributes).map(([name, StringValue]) => [
        name,
        { DataType: TEXT, StringValue },
      ]),
    ),
  }
}

/** The error that the message alone would have been refused with. */
function toError({ Code = '', Message = Code, SenderFault }: BatchResultErrorEntry): Error {
  const httpStatusCode = SenderFault ? STATUS.sender : STATUS.service
  return Object.assign(new Error(Message), { name: Code, $metadata: { httpStatusCode } })
}
