import { join } from 'node:path'
import { definitions } from '../../entities/index.ts'
import { cacheKeyOfId } from '../../shared/cache/cache-key.ts'
import { createChaosClient } from '../chaos/chaos-client.ts'
import { openLocalDeployment } from '../deployment/local-deployment.ts'
import { tableKeys } from '../dlq/open-box.ts'
import { createRedisFloors } from '../redrive/redis-floors.ts'
import { requireEntry, requireRuntime } from '../running-runtime.ts'
import { openPart } from '../switch/open-part.ts'
import { PARTS } from '../switch/parts.ts'
import { createAsker } from './asker.ts'
import type { Evidence, Holding, Hop, TracedChange } from './evidence.ts'
import { findChanges } from './find-changes.ts'
import { collectLetters } from './find-letters.ts'
import { readMentions } from './read-mentions.ts'
import { parseFloor, readStored, toHolding } from './read-stored.ts'
import type { Sources } from './sources.ts'
import { toHops } from './to-hops.ts'

export interface TracedWay {
  readonly change: TracedChange
  readonly hops: readonly Hop[]
}

export interface Trace {
  /** The newest first; none when nobody knows of such a change. */
  readonly ways: readonly TracedWay[]
  /** Changes of the item that are older than those. */
  readonly older: number
  readonly lookedThrough: readonly string[]
  /** Who did not answer, and why. */
  readonly silent: readonly string[]
  /** How far `tailrace chaos jump` has moved the clock; undefined: it was not told. */
  readonly clockAheadMs: number | undefined
}

/**
 * Follows a change of the running pipeline, or the newest ones of an item. Who does not answer is left
 * out and named.
 *
 * @param wanted an eventID, or an item's id.
 * @throws EnvironmentError when nothing is running.
 */
export async function traceHere(wanted: string, limit: number, stateDir: string): Promise<Trace> {
  const runtime = await requireRuntime(stateDir)
  const deployment = await openLocalDeployment(stateDir)
  const asker = createAsker()
  const sources = { runtime, deployment, asker, keys: tableKeys(), logsDir: join(stateDir, 'logs') }
  try {
    const { changes, lake, lookedThrough } = await findChanges(wanted, sources)
    const shown = changes.slice(0, limit)
    const mentions = await readMentions(
      sources.logsDir,
      new Set(shown.map(({ eventID }) => eventID)),
    )
    const ofChange = (change: TracedChange) =>
      mentions.filter(({ eventID }) => eventID === change.eventID)
    const letters = await collectLetters(shown, ofChange, sources)
    const stopped = await findStopped(sources)
    const ways = await Promise.all(
      shown.map(async (change) => {
        const evidence: Evidence = {
          mentions: ofChange(change),
          letters: letters.get(change.eventID) ?? [],
          lake: lake?.filter(({ eventID }) => eventID === change.eventID),
          stopped,
          ...(await readHoldings(change, sources)),
        }
        return { change, hops: toHops(change, evidence) }
      }),
    )
    const clock = await asker.ask('the clock', () =>
      createChaosClient(requireEntry(runtime.endpoints, 'chaos')).read(),
    )
    return {
      ...{ ways, older: changes.length - shown.length, lookedThrough, silent: asker.silent },
      clockAheadMs: clock?.jumpedMs,
    }
  } finally {
    deployment.close()
  }
}

/** What index and cache hold of the change's item now. */
async function readHoldings(
  { id, entity, position }: TracedChange,
  { asker, runtime, deployment: { cache } }: Sources,
): Promise<{ index?: Holding | undefined; floor?: Holding | undefined }> {
  const definition = definitions.find(({ name }) => name === entity)
  if (id === null || position === null || definition === undefined) return {}
  const endpoint = requireEntry(runtime.endpoints, 'opensearch')
  const place = { endpoint, index: definition.search.index, entity: definition.name }
  const [index, floor] = await Promise.all([
    asker.ask('the index', async () =>
      toHolding((await readStored(place, id))?.position ?? undefined, position),
    ),
    cache &&
      asker.ask('the cache', async () => {
        const [text] = await createRedisFloors(cache).read([cacheKeyOfId(definition.name, id)])
        return toHolding(parseFloor(text), position)
      }),
  ])
  return { index, floor }
}

async function findStopped({ asker, deployment }: Sources): Promise<ReadonlySet<string>> {
  const states = await Promise.all(
    PARTS.map(async (part) => {
      const status = await asker.ask(`the switch of ${part.name}`, () =>
        openPart(part, deployment).switch.status(),
      )
      const isStopped = status?.state === 'stopped' || status?.state === 'stopping'
      return isStopped ? [part.name] : []
    }),
  )
  return new Set(states.flat())
}
