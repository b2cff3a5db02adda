import type { StormPipeline } from './storm-pipeline.ts'

/** A dead letter or a parked record, as `tailrace dlq list` tells it. */
export interface ListedLetter {
  readonly queue: string
  readonly code: string | null
  readonly id: string | null
  /** `<stream label>/<number>`. */
  readonly position: string | null
  readonly eventID: string | null
}

export async function readLetters({ tailrace }: StormPipeline): Promise<readonly ListedLetter[]> {
  const lines = await tailrace('dlq', 'list', '--json')
  return lines.map((line) => JSON.parse(line)).filter((line) => line.summary === undefined)
}
