import type { Agreement } from '../../local/agreement/agreement.ts'
import { judgeCachedLists } from './judge-cached-lists.ts'
import { judgeLetters, judgeParked } from './judge-letters.ts'
import { type Change, changesIn, changesOf } from './read-changes.ts'
import { readLetters, type StormLetter } from './read-letters.ts'
import type { Sink, Storm } from './storm.ts'
import type { StormPipeline } from './storm-pipeline.ts'
import { toFinding } from './to-finding.ts'

/**
 * Says what is not as it must be after a storm, in a line each.
 *
 * - index = table, but for items whose newest change is parked or named in the sink's DLQ;
 * - the lake's `current` = table, but for the same;
 * - no cached value, of an item or a list, is another than the table's;
 * - each change of the stream is in `changes` one time, or named in a DLQ; and nothing else is;
 * - what fits no schema is parked, and nothing else;
 * - nothing else lies in a box, but for changes whose images were deleted;
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
    ...judgeLetters(letters, pipeline.lostClaims),
    ...judgeParked(changes, letters),
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

function isNamed({ eventID }: Change, queue: string, letters: readonly StormLetter[]): boolean {
  return letters.some((letter) => letter.queue === queue && letter.eventID === eventID)
}

function describe(
  sink: string,
  { missing, different, ghosts }: Pick<Agreement, 'missing' | 'different' | 'ghosts'>,
  excused: readonly Change[],
): string[] {
  const ids = new Set(excused.map(({ id }) => id))
  return Object.entries({ missing, different, ghosts }).flatMap(([kind, all]) =>
    toFinding(
      `${sink}: ${kind}`,
      all.filter((id) => !ids.has(id)),
    ),
  )
}

function describeChanges(
  expected: readonly Change[],
  found: readonly Change[],
  letters: readonly StormLetter[],
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
    ...toFinding('changes: missing', missing.map(nameOf)),
    ...toFinding('changes: otherwise than the stream has them', otherwise.map(nameOf)),
    ...toFinding('changes: several times', severalTimes),
    ...toFinding('changes: of no record', foreign),
  ]
}
