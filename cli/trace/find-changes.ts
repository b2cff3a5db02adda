import { definitions } from '../../entities/index.ts'
import { isSafeEventId } from '../../shared/change-event/event-id.ts'
import { comparePositions } from '../../shared/ordering/index.ts'
import { requireEntry } from '../running-runtime.ts'
import { counted } from '../up/counted.ts'
import type { LakeLine, TracedChange } from './evidence.ts'
import { findInLake } from './find-in-lake.ts'
import { findInStream, type StreamSearch } from './find-in-stream.ts'
import { readMentions } from './read-mentions.ts'
import { readStored, searchStored } from './read-stored.ts'
import { type Sources, tableNameOf } from './sources.ts'

/** What an eventID or an item's id leads to. */
export interface FoundChanges {
  /** The newest first. */
  readonly changes: readonly TracedChange[]
  /** Of these changes and others of the item; undefined when the lake was not read. */
  readonly lake: readonly LakeLine[] | undefined
  /** Where it was looked, for a person who had something else in mind. */
  readonly lookedThrough: readonly string[]
}

/** Looks for changes where they can be told from others: the stream and the lake, then the index, then the logs. */
export async function findChanges(wanted: string, sources: Sources): Promise<FoundChanges> {
  const { asker, runtime, deployment, logsDir } = sources
  const { lakeDir } = runtime
  const [stream, lake] = await Promise.all([
    asker.ask('the stream', () =>
      findInStream(
        deployment.streams,
        { tableName: tableNameOf(sources), keys: sources.keys },
        wanted,
      ),
    ),
    lakeDir === undefined ? undefined : asker.ask('the lake', () => findInLake(lakeDir, wanted)),
  ])
  const lookedThrough = [
    ...(stream ? [`${counted(stream.records, 'record')} of the table's stream (24 h)`] : []),
    ...(lake ? [`the lake of ${counted(lake.objects, 'object')}`] : []),
    ...['the index', `the logs in ${logsDir}`],
  ]
  const past = lake?.lines.map(({ change }) => change) ?? []
  const known = new Map(past.map((change) => [change.eventID, toPast(change, stream)]))
  for (const change of stream?.changes ?? []) known.set(change.eventID, change)
  const found =
    known.size > 0
      ? [...known.values()]
      : (await findElsewhere(wanted, sources)).map((change) => toPast(change, stream))
  return { changes: found.sort(newestFirst), lake: lake?.lines, lookedThrough }
}

async function findElsewhere(wanted: string, { asker, runtime, logsDir }: Sources) {
  const endpoint = requireEntry(runtime.endpoints, 'opensearch')
  for (const { name: entity, search } of definitions) {
    const place = { endpoint, entity, index: search.index }
    const stored = await asker.ask('the index', async () => {
      return (await readStored(place, wanted)) ?? searchStored(place, wanted)
    })
    if (stored !== undefined) return [stored]
  }
  if (!isSafeEventId(wanted)) return []
  const mentions = await readMentions(logsDir, new Set([wanted]))
  return mentions.length === 0 ? [] : [{ ...NOTHING_KNOWN, eventID: wanted }]
}

const NOTHING_KNOWN: Omit<TracedChange, 'eventID'> = {
  ...{ id: null, entity: null, op: null, time: null, position: null },
}

/** Of what the stream was asked for and did not have. */
function toPast(change: TracedChange, stream: StreamSearch | undefined): TracedChange {
  return stream === undefined ? change : { ...change, isPast: true }
}

function newestFirst(a: TracedChange, b: TracedChange): number {
  if (a.position === null || b.position === null) return 0
  return comparePositions(b.position, a.position)
}
