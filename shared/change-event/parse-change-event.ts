import * as v from 'valibot'
import { PoisonError } from '../errors/pipeline-error.ts'
import { isRecord } from '../json/is-record.ts'
import {
  CHANGE_EVENT_VERSION,
  CHANGE_TYPE_OF_OP,
  type ChangeEvent,
  OPS,
  type Op,
} from './change-event.ts'

const text = v.pipe(v.string(), v.nonEmpty())
const image = v.custom<Record<string, unknown>>(isRecord)

const changeEvent = v.pipe(
  v.looseObject({
    eventID: text,
    version: v.literal(CHANGE_EVENT_VERSION),
    type: text,
    entity: v.pipe(v.string(), v.regex(/^[a-z][a-z0-9-]*$/)),
    op: v.picklist(OPS),
    id: text,
    key: image,
    time: v.pipe(v.string(), v.regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/)),
    position: v.object({
      table: text,
      stream: text,
      sequenceNumber: v.pipe(v.string(), v.regex(/^[0-9]{1,40}$/)),
    }),
    expired: v.boolean(),
    changed: v.array(v.string()),
    transition: v.nullable(v.object({ from: v.nullable(v.string()), to: v.nullable(v.string()) })),
    before: v.nullable(image),
    after: v.nullable(image),
    beforeUnreadable: v.optional(v.literal(true)),
    // Any code: one added later must not turn an announcement into poison.
    parked: v.optional(v.object({ code: text })),
    // Read by sinks as it stands, so it names nothing but such objects.
    claimCheck: v.optional(
      v.object({
        key: v.pipe(
          v.string(),
          v.regex(/^claim-checks\/[a-z][a-z0-9-]*\/sha256-[0-9a-f]{64}\.json$/),
        ),
        bytes: v.pipe(v.number(), v.integer(), v.minValue(0)),
      }),
    ),
  }),
  v.check((event) => hasFittingType(event), 'type does not fit entity and op'),
  v.check(
    (event) => hasFittingImages(event),
    'after is null exactly on a remove, a parked change, or with a claim check',
  ),
  v.check(
    (event) => (event.position.sequenceNumber === '0') === (event.op === 'snapshot'),
    'only a snapshot has the sequence number "0"',
  ),
)

/**
 * Checks what a bus event carries as its detail and answers it as a change event.
 *
 * Unknown extra properties pass: the contract changes only by adding. A message names places,
 * never values.
 *
 * @throws PoisonError `event.version_unknown` for a version this code was not made for,
 *   `event.schema_invalid` for anything else that is no change event.
 */
export function parseChangeEvent(value: unknown): ChangeEvent {
  const result = v.safeParse(changeEvent, value, { abortPipeEarly: true })
  if (result.success) return value as ChangeEvent
  if (hasOtherVersion(value)) {
    throw new PoisonError(
      'event.version_unknown',
      `The change event's version is not ${CHANGE_EVENT_VERSION}.`,
    )
  }
  const places = result.issues.map(describe)
  throw new PoisonError('event.schema_invalid', `Not a change event: ${places.join(', ')}.`)
}

/** Only messages written here are used: the library's own quote the value. */
function describe(issue: v.BaseIssue<unknown>): string {
  if (issue.type === 'check') return issue.message
  const path = v.getDotPath(issue)
  return path === null ? 'it is no object' : `wrong ${path}`
}

function hasOtherVersion(value: unknown): boolean {
  if (!isRecord(value) || value.version === undefined) return false
  return value.version !== CHANGE_EVENT_VERSION
}

function hasFittingImages(event: {
  op: Op
  before: unknown
  after: unknown
  parked?: unknown
  claimCheck?: unknown
}): boolean {
  if (event.claimCheck !== undefined) return event.before === null && event.after === null
  return event.parked !== undefined || (event.after === null) === (event.op === 'remove')
}

function hasFittingType(event: {
  type: string
  entity: string
  op: Op
  parked?: unknown
}): boolean {
  const last = event.parked === undefined ? CHANGE_TYPE_OF_OP[event.op] : 'parked'
  return event.type === `${event.entity}.${last}`
}
