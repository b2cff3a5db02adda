import type { ChangeEvent } from '../change-event/change-event.ts'

/** The enrichment, by the definitions of now. */
export interface RecordEnrichment {
  /** What would become of records, in their order; nothing is stored. */
  look(records: readonly unknown[]): Promise<readonly LookedAt[]>
  /** What the enrichment's function does: parks, leaves images, answers the events. It rejects when that fails. */
  run(records: readonly unknown[]): Promise<readonly ChangeEvent[]>
}

export interface LookedAt {
  readonly event?: ChangeEvent
  readonly parked?: { readonly code: string; readonly message: string }
  /** Of no declared entity, or a TTL delete that is not delivered. */
  readonly ignored?: true
}
