/** An eventID that can stand in a log line and in an object's name as it is; DynamoDB's own are of this form. */
const SAFE = /^[A-Za-z0-9-]{1,128}$/

/** Whether a record's eventID is text that can neither hide a value of an item nor leave a folder. */
export function isSafeEventId(eventID: unknown): eventID is string {
  return typeof eventID === 'string' && SAFE.test(eventID)
}
