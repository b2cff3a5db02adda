/**
 * Why a change can never be delivered without a change of code or data. Stable: dead letters,
 * parked records, logs and runbooks name them.
 */
export type PoisonCode =
  /** Not a DynamoDB stream record of this table, so no key or position can be read. */
  | 'record.invalid'
  /** The sequence number does not fit the stream's layout. */
  | 'record.sequence_invalid'
  /** An insert or modify that carries no new image. */
  | 'image.missing'
  /** The new image does not fit the entity's schema. */
  | 'image.schema_invalid'
  /** The change event is larger than the bus takes. */
  | 'event.too_large'
  /** The change event holds a character that SQS refuses. */
  | 'event.character_refused'
