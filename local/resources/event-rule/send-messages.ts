import {
  type BatchResultErrorEntry,
  SendMessageBatchCommand,
  SendMessageCommand,
} from '@aws-sdk/client-sqs'
import type { QueueMessage } from './queue-destination.ts'

/** What of an SQS client is used. */
export interface MessageSender {
  send(
    command: SendMessageCommand | SendMessageBatchCommand,
    options: { readonly abortSignal: AbortSignal },
  ): Promise<unknown>
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
  messages: readonly QueueMessage[],
  call: {
    readonly url: string
    readonly sqs: MessageSender
    readonly abortSignal: AbortSignal
  },
): Promise<readonly (Error | undefined)[]> {
  const { url: QueueUrl, sqs, abortSignal } = call
  const [first, ...others] = messages.map(toInput)
  if (first === undefined) return []
  if (others.length === 0) {
    await sqs.send(new SendMessageCommand({ QueueUrl, ...first }), { abortSignal })
    return [undefined]
  }
  const Entries = [first, ...others].map((input, place) => ({ Id: String(place), ...input }))
  const reply = await sqs.send(new SendMessageBatchCommand({ QueueUrl, Entries }), { abortSignal })
  const { Failed = [] } = reply as { readonly Failed?: readonly BatchResultErrorEntry[] }
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
