import type { Letter } from '../../shared/redrive/letter.ts'

let letters = 0

/** A dead letter as a box hands it out. */
export function aLetter(parts: Partial<Letter> = {}): Letter {
  letters += 1
  const id = `letter-${letters}`
  return {
    ...{ id, receipt: `receipt-${letters}`, body: '', attributes: {} },
    ...{ sentAtMs: Date.parse('2026-11-21T08:00:00Z'), receiveCount: 1 },
    ...parts,
  }
}
