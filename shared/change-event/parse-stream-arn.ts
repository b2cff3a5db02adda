const STREAM_ARN =
  /^arn:[^:/]+:dynamodb:[^:/]*:[^:/]*:table\/([A-Za-z0-9_.-]{1,255})\/stream\/(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3})$/

/** Which stream of which table: what an index lists as one lineage. */
export interface StreamName {
  readonly table: string
  /** The stream's label: the time at which it was created. */
  readonly stream: string
}

/**
 * Reads table and label out of a stream's ARN; undefined when it is none. The label's form is
 * checked because labels are compared as text.
 * https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_streams_Stream.html
 */
export function parseStreamArn(arn: unknown): StreamName | undefined {
  if (typeof arn !== 'string') return undefined
  const [, table, stream] = STREAM_ARN.exec(arn) ?? []
  return table === undefined || stream === undefined ? undefined : { table, stream }
}
