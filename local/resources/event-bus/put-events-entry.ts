/** One entry as a client sends it; nothing in it has been checked. */
export interface PutEventsEntry {
  readonly Source?: unknown
  readonly DetailType?: unknown
  /** A JSON object as text. */
  readonly Detail?: unknown
  /** RFC 3339. */
  readonly Time?: string
  readonly Resources?: unknown
  readonly EventBusName?: unknown
}
