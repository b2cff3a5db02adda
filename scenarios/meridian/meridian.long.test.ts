import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { freePorts } from '../../test/support/free-ports.ts'
import { playParts } from './play-parts.ts'
import { SECONDS_MIN, timelineOf } from './timeline.ts'

const ROOT = join(import.meta.dirname, '..', '..')
/** Of both parts, on a busy machine: a bound on hanging. */
const PLAYED_MS_MAX = 300_000

it(
  'Tailrace loses nothing where what people ship stands still and forgets',
  async () => {
    const folder = await mkdtemp(join(tmpdir(), 'tailrace-meridian-'))
    const printed: string[] = []
    try {
      const { contrast, tailrace, agrees } = await playParts(
        {
          ...{ seed: 1, timeline: timelineOf(SECONDS_MIN), folder },
          signal: new AbortController().signal,
        },
        {
          env: { ...process.env, ...(await freePorts()) },
          root: ROOT,
          print: (line) => printed.push(line),
        },
      )
      const told = printed.join('\n')

      expect(contrast.atEnd.sinks.search.lacks, told).toBeGreaterThan(0)
      expect(contrast.atEnd.parked + contrast.atEnd.deadLetters).toBe(0)
      expect(contrast.forgotten).toBeGreaterThan(0)
      expect(contrast.dayLater.sinks.search.lacks).toBeGreaterThan(0)
      expect(contrast.dayLater.sinks.lake.lacks).toBeGreaterThan(0)
      expect(contrast.nextDayMs).toBeDefined()

      expect(agrees, told).toBe(true)
      expect(tailrace.atEnd).toMatchObject({ parked: 1, deadLetters: 0 })
      expect(tailrace.atEnd.written).toBe(contrast.atEnd.written)
      expect(tailrace.forgotten).toBe(0)
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  },
  PLAYED_MS_MAX,
)
