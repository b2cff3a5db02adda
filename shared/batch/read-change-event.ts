import type { ChangeEvent } from '../change-event/change-event.ts'
import { parseChangeEvent } from '../change-event/parse-change-event.ts'
import { PoisonError } from '../errors/pipeline-error.ts'
import { isRecord } from '../json/is-record.ts'

/**
 * Reads the change event out of a sink's queue message: the `detail` of a bus event.
 *
 * @throws PoisonError `event.not_json` or `event.schema_invalid`; the message quotes nothing of the body.
 */
export function readChangeEvent(body: string): ChangeEvent {
  const busEvent = parseJson(body)
  return parseChangeEvent(isRecord(busEvent) ? busEvent.detail : undefined)
}

/** The parser's own error quotes the text, so it is not passed on as the cause. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new PoisonError('event.not_json', 'The message body is not JSON.')
  }
}
