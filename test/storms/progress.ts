import type { Signal } from '../../local/signals.ts'
import { type Part, SINKS } from './storm.ts'

/** Every change goes to so many rules; the search sink's leaves out what was parked. */
const RULES = { ofChange: 3, ofParked: 2 }

/** Words for what no storm may bring about: a change that nobody has any more. */
const LOSSES: ReadonlySet<Signal['type']> = new Set([
  'batch.dropped',
  'event.dropped',
  'records.trimmed',
  'records.misfiled',
  'records.lost',
  'rule.stopped',
  'messages.expired',
] as const)

/** How far a pipeline has come, by what its models tell. */
export interface Progress {
  readonly onSignal: (signal: Signal) => void
  /** Whether the Pipe is through with a record. */
  isThrough(eventID: string): boolean
  /** Events that the bus accepted and a rule has not delivered. */
  undelivered(): number
  /** Engines whose process has ended and is not back. */
  down(): ReadonlySet<string>
  /** Parts that do not run, whoever stopped them. */
  stopped(): ReadonlySet<Part>
  /** What was lost, as it was told. */
  losses(): readonly string[]
}

export function createProgress(): Progress {
  const through = new Set<string>()
  /** Deliveries that are owed, by the event's id on the bus. */
  const owed = new Map<string, number>()
  const settled = new Set<string>()
  const down = new Set<string>()
  const stopped = new Set<Part>()
  const losses: string[] = []

  const note = (part: Part, isRunning: boolean) => {
    if (isRunning) stopped.delete(part)
    else stopped.add(part)
  }
  const settle = (rule: string, eventId: string) => {
    const delivery = `${rule} ${eventId}`
    if (settled.has(delivery)) return
    settled.add(delivery)
    const left = (owed.get(eventId) ?? 0) - 1
    if (left > 0) owed.set(eventId, left)
    else owed.delete(eventId)
  }

  return {
    onSignal(signal) {
      if (LOSSES.has(signal.type)) losses.push(JSON.stringify(signal))
      switch (signal.type) {
        case 'records.done':
          for (const eventID of signal.eventIDs) through.add(eventID)
          break
        case 'record.filtered':
          through.add(signal.eventID)
          break
        case 'event.accepted': {
          const isParked = String(signal.event['detail-type']).endsWith('.parked')
          owed.set(signal.event.id, isParked ? RULES.ofParked : RULES.ofChange)
          break
        }
        case 'event.delivered':
        case 'event.dead_lettered':
        case 'event.dropped':
          settle(signal.rule, signal.eventId)
          break
        case 'pipe.state':
          note('pipe', signal.state === 'RUNNING')
          break
        case 'mapping.state':
          for (const sink of SINKS) {
            if (signal.mapping.toLowerCase().startsWith(sink)) {
              note(sink, signal.state === 'Enabled')
            }
          }
          break
        case 'engine.down':
          down.add(signal.engine)
          break
        case 'engine.up':
          down.delete(signal.engine)
          break
      }
    },
    isThrough: (eventID) => through.has(eventID),
    undelivered: () => owed.size,
    down: () => down,
    stopped: () => stopped,
    losses: () => losses,
  }
}
