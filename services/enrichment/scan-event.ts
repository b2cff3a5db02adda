import type { ChangeEvent, Json } from '../../shared/change-event/change-event.ts'

/** What an event's JSON holds, as far as it decides how the event can travel. */
export interface EventScan {
  /** Never less than the JSON's bytes: a UTF-16 unit takes six at most, as in `\u0000`. */
  bytesMax: number
  /**
   * The JSON cannot be the body of a message. The bus takes it, but a rule can bring it neither to its
   * queue nor to its dead-letter queue, and drops it.
   */
  holdsRefusedCharacter: boolean
}

/**
 * Characters that JSON leaves as they are and SQS refuses: it takes what XML 1.0 allows. Control
 * characters and lone surrogates are escaped in JSON, so they pass.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html
 */
const REFUSED = /[\uFFFE\uFFFF]/

/** Of numbers, `true`, `false` and `null`. */
const SCALAR_BYTES_MAX = 26

/** The names of the event's own fields, with what JSON puts around them and their values. */
const FIELDS_BYTES_MAX = 500

/** Looks at every value once; what both images share is looked at in the one before, and counts twice. */
export function scanEvent(event: ChangeEvent): EventScan {
  const { before, after } = event
  const scan: EventScan = { bytesMax: 0, holdsRefusedCharacter: false }
  scanValue(before, scan)
  scan.bytesMax *= 2
  for (const name in after) {
    if (before === null || after[name] !== before[name]) scanMember(name, after[name], scan)
  }
  for (const field in event) {
    if (field === 'before' || field === 'after') continue
    scanValue(event[field as keyof ChangeEvent] as Json, scan)
  }
  scan.bytesMax += FIELDS_BYTES_MAX
  return scan
}

function scanValue(value: Json | undefined, scan: EventScan): void {
  if (typeof value === 'string') scanText(value, scan)
  else if (typeof value !== 'object' || value === null) scan.bytesMax += SCALAR_BYTES_MAX
  else if (Array.isArray(value)) {
    scan.bytesMax += 2 + value.length
    for (const element of value) scanValue(element, scan)
  } else {
    scan.bytesMax += 2
    for (const name in value) scanMember(name, value[name], scan)
  }
}

function scanMember(name: string, value: Json | undefined, scan: EventScan): void {
  scanText(name, scan)
  scanValue(value, scan)
  scan.bytesMax += 2
}

function scanText(text: string, scan: EventScan): void {
  scan.bytesMax += 6 * text.length + 2
  if (REFUSED.test(text)) scan.holdsRefusedCharacter = true
}
