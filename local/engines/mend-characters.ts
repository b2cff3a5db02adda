import { importFromFauxqs } from './import-from-fauxqs.ts'

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html */
// biome-ignore lint/suspicious/noControlCharactersInRegex: three of them are allowed
const NOT_ALLOWED = /[^\x09\x0A\x0D\x20-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/u

/**
 * Lets messages hold characters beyond U+FFFF, such as emoji: SQS takes them, fauxqs refuses them.
 *
 * @throws Error when fauxqs is not the one this was written for.
 */
export async function mendCharacters(): Promise<void> {
  const { INVALID_MESSAGE_BODY_CHAR: refused } = await importFromFauxqs('sqs/sqsTypes.js')
  if (!(refused instanceof RegExp)) {
    throw new Error('fauxqs has changed: it has no INVALID_MESSAGE_BODY_CHAR')
  }
  refused.test = (body) => NOT_ALLOWED.test(body)
}
