import { readChangeEvent } from '../batch/read-change-event.ts'
import { PoisonError } from '../errors/pipeline-error.ts'
import type { Letter, LetterContent, ReadLetter } from './letter.ts'

/**
 * Reads a letter of a sink's DLQ: the bus event, whole. How it came shows in its attributes.
 *
 * ```
 * attributes                      put there by
 * RULE_ARN, ERROR_CODE, ...       the rule
 * code, message                   the sink's function
 * none                            the queue's own redrive, after too many receives
 * ```
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html
 */
export function readEventLetter(letter: Letter): ReadLetter {
  const content = readContent(letter.body)
  const { code, message, RULE_ARN, ERROR_CODE, ERROR_MESSAGE } = letter.attributes
  if (RULE_ARN !== undefined) {
    const why = { code: ERROR_CODE ?? null, message: ERROR_MESSAGE ?? null }
    return { letter, kind: 'rule', ...why, content }
  }
  if (code !== undefined) {
    return { letter, kind: 'function', code, message: message ?? null, content }
  }
  if (content.of === 'nothing') {
    return { letter, kind: 'unreadable', code: content.code, message: content.message, content }
  }
  return { letter, kind: 'receives', code: null, message: null, content }
}

/** Reads a letter of the bus's own DLQ: an event that it could not encrypt or decrypt. */
export function readBusLetter(letter: Letter): ReadLetter {
  const { ERROR_CODE: code = null, ERROR_MESSAGE: message = null } = letter.attributes
  return { letter, kind: 'bus', code, message, content: readContent(letter.body) }
}

function readContent(body: string): LetterContent {
  try {
    return { of: 'event', event: readChangeEvent(body) }
  } catch (error) {
    if (!(error instanceof PoisonError)) throw error
    return { of: 'nothing', code: error.code, message: error.message }
  }
}
