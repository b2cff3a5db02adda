/** What a test has Firehose do with a put instead of taking all of it. */
export type PutDisturbance =
  /** It is not available: the call fails as a whole. */
  | { readonly fails: 'call' }
  /** It throttles: these records are not taken, by their index in the call. */
  | { readonly fails: 'records'; record(index: number): boolean }

/** Asked before each put. Undefined: nothing is wrong. */
export type DisturbPuts = (put: {
  /** Name of the stream. */
  readonly stream: string
  readonly records: number
}) => PutDisturbance | undefined
