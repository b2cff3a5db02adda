/** Where parked records lie. */
export interface ParkedStore {
  /**
   * Writes a parked record. An object that is there already stays as it is: a retry writes the
   * same, and the first reason why a record was parked is the one that is kept.
   *
   * Rejects when it is not known to be written.
   */
  put(name: string, body: string): Promise<void>
}
