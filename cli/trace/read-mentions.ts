import { createReadStream } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import * as v from 'valibot'
import { OUTCOMES_MESSAGE } from '../../shared/observability/tell-outcomes.ts'
import type { Mention } from './evidence.ts'

const outcomeLine = v.object({
  timestamp: v.string(),
  service: v.string(),
  message: v.literal(OUTCOMES_MESSAGE),
  outcome: v.string(),
  code: v.optional(v.string()),
  eventIDs: v.optional(v.array(v.string()), []),
  busId: v.optional(v.string()),
})
type OutcomeLine = v.InferOutput<typeof outcomeLine>

/**
 * The lines of a folder's logs that say what became of these changes, in the order of time. A rule
 * names an event by the id that the bus gave it, in a later line of the same file.
 */
export async function readMentions(
  logsDir: string,
  eventIDs: ReadonlySet<string>,
): Promise<readonly Mention[]> {
  const names = await readdir(logsDir).catch(ifMissing)
  const mentions = await Promise.all(
    names
      .filter((name) => name.endsWith('.log'))
      .map((name) => readLog(join(logsDir, name), eventIDs)),
  )
  return mentions.flat().sort((a, b) => Date.parse(a.at) - Date.parse(b.at))
}

async function readLog(path: string, wanted: ReadonlySet<string>): Promise<readonly Mention[]> {
  const found: Mention[] = []
  const eventIdOf = new Map<string, string>()
  for await (const line of createInterface({ input: createReadStream(path) })) {
    const told = parseLine(line)
    if (told === undefined) continue
    const { timestamp: at, service, outcome, code, busId } = told
    const named = told.eventIDs.filter((eventID) => wanted.has(eventID))
    const ofBus = busId === undefined ? undefined : eventIdOf.get(busId)
    for (const eventID of named.length > 0 || ofBus === undefined ? named : [ofBus]) {
      found.push({ eventID, at, service, outcome, code })
      if (busId !== undefined) eventIdOf.set(busId, eventID)
    }
  }
  return found
}

function parseLine(line: string): OutcomeLine | undefined {
  if (!line.includes(OUTCOMES_MESSAGE)) return undefined
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), outcomeLine), line)
  return parsed.success ? parsed.output : undefined
}

function ifMissing(error: NodeJS.ErrnoException): [] {
  if (error.code === 'ENOENT') return []
  throw error
}
