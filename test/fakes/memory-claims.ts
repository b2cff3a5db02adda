import type { Outcome } from '../../shared/batch/outcome.ts'
import type { Claim } from '../../shared/claim-check/claim-check.ts'
import type { ClaimReader, ClaimWriter } from '../../shared/claim-check/claim-store.ts'

/** A bucket of claimed images in memory. */
export class MemoryClaims implements ClaimReader, ClaimWriter {
  readonly objects = new Map<string, string>()
  /** What every read meets while it is set. */
  outcome: Outcome | undefined
  /** So many puts are refused. */
  refusals = 0

  async put({ key, body }: Claim): Promise<void> {
    if (this.refusals > 0) {
      this.refusals -= 1
      throw new Error('refused')
    }
    this.objects.set(key, body)
  }

  async get(key: string): Promise<{ body: string } | { outcome: Outcome }> {
    const body = this.objects.get(key)
    if (this.outcome !== undefined) return { outcome: this.outcome }
    if (body !== undefined) return { body }
    return { outcome: { kind: 'poison', code: 'claim_check.lost', message: 'It is not there.' } }
  }
}
