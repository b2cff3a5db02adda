import type { ParkedStore } from '../../services/enrichment/parked-store.ts'

/** Parked records in memory. `refusals` puts fail before the first one works. */
export class MemoryParkedStore implements ParkedStore {
  readonly objects = new Map<string, string>()
  refusals = 0

  async put(name: string, body: string): Promise<void> {
    if (this.refusals > 0) {
      this.refusals -= 1
      throw new Error('refused')
    }
    if (!this.objects.has(name)) this.objects.set(name, body)
  }
}
