import type { Agreement } from '../../local/agreement/agreement.ts'
import type { LetterLine } from '../../shared/redrive/describe-letter.ts'
import { judgeCachedLists } from './judge-cached-lists.ts'
import { type Change, changesIn, changesOf } from './read-changes.ts'
import { readLetters } from './read-letters.ts'
import type { Sink, Storm } from './storm.ts'
import type { StormPipeline } from './storm-pipeline.ts'

/** The one letter that a storm may write by itself: images were deleted before a sink had them. */
const LOST_IMAGES = 'claim_check.lost'
/** Of the ids of a finding so many are told. */
const IDS_TOLD_MAX = 5

/**
 * Says what is not as it must be after a storm, in a line each.
 *
 * - index = table, but for items whose newest change is parked or named in the sink's DLQ;
 * - the lake's `current` = table, but for the same;
 * - no cached value, of an item or a list, is another than the table's;
 * - each change of the stream is in `changes` one time, or named in a DLQ; and nothing else is;
 * - what fits no schema is parked, and nothing else;
 * - no model has told of a loss.
 *
 * The whole pipeline is judged, so what an earlier storm left behind is found too.
 *
 * @param dead a sink that is left out.
 */
export async function judgeStorm(
  storm: Storm,
  pipeline: StormPipeline,
  dead?: Sink,
): Promise<readonly string[]> {
  const changes = changesOf(await pipeline.stream.readAll())
  const letters = await readLetters(pipeline)
  const excusedIn = (sink: Sink) => newestOf(changes).filter((one) => isNamed(one, sink, letters))
  const judgements: Readonly<Record<Sink, () => Promise<readonly string[]>>> = {
    search: async () => describe('index', await pipeline.pipeline.compare(), excusedIn('search')),
    lake: async () => [
      ...describe('lake', await pipeline.pipeline.compareLake(), excusedIn('lake')),
      ...describeChanges(changes, await changesIn(pipeline.lakeDir), letters),
    ],
    cache: async () => [
      ...describe('cache', { missing: [], ...(await pipeline.pipeline.compareCache()) }, []),
      ...(await judgeCachedLists(storm, pipeline)),
    ],
  }
  const living = (Object.keys(judgements) as Sink[]).filter((sink) => sink !== dead)
  const found = await Promise.all(living.map((sink) => judgements[sink]()))
  return [
    ...found.flat(),
    ...describeLetters(letters),
    ...describeParked(changes, letters),
    ...pipeline.progress.losses().map((loss) => `lost: ${loss}`),
  ]
}

function newestOf(changes: readonly Change[]): readonly Change[] {
  const newest = new Map<string, Change>()
  for (const change of changes) {
    if (change.seq > (newest.get(change.id)?.seq ?? '')) newest.set(change.id, change)
  }
  return [...newest.values()]
}

function isNamed({ eventID }: Change, queue: string, letters: readonly LetterLine[]): boolean {
  return letters.some((letter) => letter.queue === queue && letter.eventID === eventID)
}

function describe(
  sink: string,
  { missing, different, ghosts }: Pick<Agreement, 'missing' | 'different' | 'ghosts'>,
  excused: readonly Change[],
): string[] {
  const ids = new Set(excused.map(({ id }) => id))
  return Object.entries({ missing, different, ghosts }).flatMap(([kind, all]) =>
    list(
      `${sink}: ${kind}`,
      all.filter((id) => !ids.has(id)),
    ),
  )
}

function describeChanges(
  expected: readonly Change[],
  found: readonly Change[],
  letters: readonly LetterLine[],
): string[] {
  const nameOf = ({ seq, id }: Change) => `${id} ${seq.replace(/^0+/, '')}`
  const rows = Map.groupBy(found, nameOf)
  const names = new Set(expected.map(nameOf))
  const missing = expected.filter((one) => !rows.has(nameOf(one)) && !isNamed(one, 'lake', letters))
  const otherwise = expected.filter((one) => {
    const row = rows.get(nameOf(one))?.[0]
    return row && (row.eventID !== one.eventID || row.isParked !== one.isParked)
  })
  const severalTimes = [...rows].filter(([, { length }]) => length > 1).map(([name]) => name)
  const foreign = [...rows.keys()].filter((name) => !names.has(name))
  return [
    ...list('changes: missing', missing.map(nameOf)),
    ...list('changes: otherwise than the stream has them', otherwise.map(nameOf)),
    ...list('changes: several times', severalTimes),
    ...list('changes: of no record', foreign),
  ]
}

function describeParked(changes: readonly Change[], letters: readonly LetterLine[]): string[] {
  const parked = new Set(
    letters.filter(({ queue }) => queue === 'parked').map((one) => one.eventID),
  )
  const wanted = changes.filter(({ isParked }) => isParked).map(({ eventID }) => eventID)
  const lacking = wanted.filter((eventID) => !parked.has(eventID))
  const needless = [...parked].filter((eventID) => !wanted.includes(eventID ?? ''))
  return [...list('not parked', lacking), ...list('parked without need', needless)]
}

function describeLetters(letters: readonly LetterLine[]): string[] {
  const unexpected = letters.filter(({ queue, code }) => queue !== 'parked' && code !== LOST_IMAGES)
  return list(
    'dead letters',
    unexpected.map(({ queue, code, position }) => `${queue} ${code} ${position}`),
  )
}

function list(what: string, all: readonly unknown[]): string[] {
  if (all.length === 0) return []
  const told = all.slice(0, IDS_TOLD_MAX).join(', ')
  return [`${what}: ${all.length} (${told}${all.length > IDS_TOLD_MAX ? ', ...' : ''})`]
}
