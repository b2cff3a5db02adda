/** A record that was taken and is not delivered yet. */
export interface KeptRecord {
  /** What goes into the object, as it is. */
  readonly data: Uint8Array
  /** Epoch milliseconds. */
  readonly arrivedAtMs: number
  /** In the stream's journal, if it has one. */
  readonly entry?: number | undefined
}
