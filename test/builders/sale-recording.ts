import type { Recording, Sample } from '../../scenarios/meridian/recording.ts'
import { EVENT_WORDS, type SaleEvent, timelineOf } from '../../scenarios/meridian/timeline.ts'

const SECONDS = 60
const TIMELINE = timelineOf(SECONDS)

/**
 * A part of the scenario as if it had been measured.
 *
 * @param lagSecondsAt how far all sinks are behind at a second.
 */
export function aRecording(
  lagSecondsAt: (second: number) => number,
  { parked = 0 }: { readonly parked?: number } = {},
): Recording {
  const sampleAt = (second: number): Sample => {
    const lagMs = lagSecondsAt(second) * 1_000
    const behind = { lagMs, lacks: Math.ceil(lagMs / 100) }
    return {
      ...{ second, atMs: second * 1_000, written: second * 35, deadLetters: 0 },
      parked: second > TIMELINE.malformed ? parked : 0,
      sinks: { search: behind, lake: behind, cache: behind },
    }
  }
  const last = sampleAt(SECONDS)
  return {
    samples: Array.from({ length: SECONDS + 1 }, (_, second) => sampleAt(second)),
    events: (Object.keys(EVENT_WORDS) as SaleEvent[]).map((event) => ({
      event,
      second: TIMELINE[event],
    })),
    ...{ atEnd: last, dayLater: last, forgotten: last.sinks.lake.lacks, nextDayMs: 1_200 },
    pages: { shown: 1_000, outdated: 10 },
  }
}

/** Nothing arrives from the malformed item on. */
export const blocked = aRecording((second) => Math.max(0, second - TIMELINE.malformed))

/** Parked, and all else arrives. */
export const flowing = aRecording(() => 1.5, { parked: 1 })
