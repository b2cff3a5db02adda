import type { Outcome } from '../batch/outcome.ts'

/** The lake's objects themselves, for what its stream does not take. */
export interface LakeObjects {
  /**
   * Writes one object. One that is there already stays as it is: a retry writes the same change.
   * It never rejects.
   *
   * @param name the object's key, `lake/<entity>/dt=<day>/...`.
   */
  put(name: string, body: Uint8Array): Promise<Outcome>
}
