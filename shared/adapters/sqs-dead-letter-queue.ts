import { Buffer } from 'node:buffer'
import {
  SendMessageBatchCommand,
  type SendMessageBatchRequestEntry,
  type SQSClient,
} from '@aws-sdk/client-sqs'
import type { DeadLetter, DeadLetterQueue, DeadLetterResult } from '../batch/dead-letter-queue.ts'
import { distinct, toReason } from './sqs-failure.ts'
import { SQS_BYTES_MAX, SQS_ENTRIES_MAX } from './sqs-limits.ts'

/** Names and types of the attributes, and `code`: generously. */
const ATTRIBUTE_BYTES = 256

const MESSAGE_CHARACTERS_MAX = 1_000

/** A sink's DLQ on SQS. */
export function createSqsDeadLetterQueue(client: SQSClient, queueUrl: string): DeadLetterQueue {
  return {
    send: async (letters) => {
      const results = await Promise.all(
        toCalls(letters).map((call) => sendCall(client, queueUrl, call)),
      )
      return {
        notTaken: results.flatMap(({ notTaken }) => notTaken),
        reasons: distinct(results.flatMap(({ reasons }) => reasons)),
      }
    },
  }
}

async function sendCall(
  client: SQSClient,
  queueUrl: string,
  letters: readonly DeadLetter[],
): Promise<DeadLetterResult> {
  const command = new SendMessageBatchCommand({ QueueUrl: queueUrl, Entries: letters.map(toEntry) })
  try {
    const { Successful = [], Failed = [] } = await client.send(command)
    const taken = new Set(Successful.map(({ Id }) => Id))
    return {
      notTaken: letters.filter((_, place) => !taken.has(String(place))),
      reasons: Failed.map(toReason),
    }
  } catch (error) {
    return { notTaken: letters, reasons: [toReason(error)] }
  }
}

function toEntry({ body, code, message }: DeadLetter, place: number): SendMessageBatchRequestEntry {
  return {
    Id: String(place),
    MessageBody: body,
    MessageAttributes: { code: toAttribute(code), message: toAttribute(message) },
  }
}

function toAttribute(text: string) {
  return { DataType: 'String', StringValue: toAttributeText(text) }
}

/** Text that an attribute takes: not empty, no control characters. */
function toAttributeText(text: string): string {
  const printable = text
    .replace(/[^\P{C}\n\t]|[\uFFFE\uFFFF]/gu, ' ')
    .slice(0, MESSAGE_CHARACTERS_MAX)
  return printable.trim() === '' ? '-' : printable
}

/** Splits letters into calls that stay within SQS's counts and bytes. */
function toCalls(letters: readonly DeadLetter[]): readonly (readonly DeadLetter[])[] {
  const calls: DeadLetter[][] = []
  let bytesOfCall = 0
  for (const letter of letters) {
    const bytes = sizeOf(letter)
    const last = calls.at(-1)
    if (last && last.length < SQS_ENTRIES_MAX && bytesOfCall + bytes <= SQS_BYTES_MAX) {
      last.push(letter)
      bytesOfCall += bytes
    } else {
      calls.push([letter])
      bytesOfCall = bytes
    }
  }
  return calls
}

function sizeOf({ body, message }: DeadLetter): number {
  return Buffer.byteLength(body) + Buffer.byteLength(message) + ATTRIBUTE_BYTES
}
