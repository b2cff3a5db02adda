/**
 * Follows each change from its write to the moment a search finds it.
 *
 *   write announced ──► acknowledged
 *          └──► read from the stream ──► on the bus ──► searchable
 *
 * DynamoDB Local floors a change's own time to the minute, so lag is counted from the moment the
 * write was acknowledged where that is known here, else from when it was first read.
 */
import type { ChangeEvent } from '../../shared/change-event/change-event.ts'

/** Records remembered at most: those that never reach the bus (of no entity, or unreadable) are told of by nobody. */
const SEEN_MAX = 10_000

export interface TrackedChange {
  readonly event: ChangeEvent
  /** Epoch milliseconds. */
  readonly since: number
}

/** A write that this process makes; `acknowledged` is told when DynamoDB has answered. */
export interface AnnouncedWrite {
  acknowledged(at: number): void
}

export interface ChangeTracker {
  /** To be called before the write, in the order of the writes of an item. */
  announce(key: string): AnnouncedWrite
  read(eventID: string, key: string, at: number): void
  onBus(event: ChangeEvent, at: number): TrackedChange
  /** Nothing more will be told of this record. */
  forget(eventID: string): void
}

export function createChangeTracker(): ChangeTracker {
  const writes = new Map<string, { at?: number }[]>()
  const seen = new Map<string, { readAt: number; write: { at?: number } | undefined }>()
  const takeWrite = (key: string) => {
    const [write, ...later] = writes.get(key) ?? []
    if (later.length > 0) writes.set(key, later)
    else writes.delete(key)
    return write
  }
  const forgetOldest = () => {
    const [oldest] = seen.keys()
    if (oldest !== undefined) seen.delete(oldest)
  }
  return {
    announce: (key) => {
      const write: { at?: number } = {}
      writes.set(key, [...(writes.get(key) ?? []), write])
      return {
        acknowledged: (at) => {
          write.at = at
        },
      }
    },
    read: (eventID, key, at) => {
      seen.set(eventID, { readAt: at, write: takeWrite(key) })
      if (seen.size > SEEN_MAX) forgetOldest()
    },
    onBus: (event, at) => {
      const known = seen.get(event.eventID)
      seen.delete(event.eventID)
      return { event, since: known?.write?.at ?? known?.readAt ?? at }
    },
    forget: (eventID) => {
      seen.delete(eventID)
    },
  }
}
