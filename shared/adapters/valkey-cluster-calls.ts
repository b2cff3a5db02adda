import type { Cluster, Redis } from 'iovalkey'
import { isReplyOf } from './valkey-error.ts'
import { followScript, runScripts, type ScriptCall, type ScriptReply } from './valkey-scripts.ts'
import { slotOf } from './valkey-slot.ts'

/**
 * Runs scripts in a cluster: side by side on all nodes, in one trip each.
 *
 * A slot that has moved, and one whose node is not known, is followed by a call of its own. Pipelines
 * go to the nodes themselves: the library's own, over the cluster, take half as long again, and its
 * automatic ones twice (docs/adr/20261121-cache-library.md).
 */
export async function runInCluster(
  cluster: Cluster,
  calls: readonly ScriptCall[],
): Promise<readonly ScriptReply[]> {
  const replies: ScriptReply[] = []
  const { byOwner, homeless } = groupByOwner(cluster, calls)
  const moved: number[] = [...homeless]
  await Promise.all(
    [...byOwner].map(async ([node, places]) => {
      const answers = await runScripts(node, pick(calls, places))
      for (const [index, place] of places.entries()) {
        const answer = answers[index] ?? null
        if (isReplyOf(answer, 'MOVED', 'ASK')) moved.push(place)
        replies[place] = answer
      }
    }),
  )
  await Promise.all(
    moved.map(async (place) => {
      const call = calls[place]
      if (call !== undefined) replies[place] = await followScript(cluster, call)
    }),
  )
  return replies
}

interface GroupedCalls {
  /** Places of the calls, by the connection to the node that has their slot. */
  readonly byOwner: ReadonlyMap<Redis, readonly number[]>
  readonly homeless: readonly number[]
}

function groupByOwner(cluster: Cluster, calls: readonly ScriptCall[]): GroupedCalls {
  const nodes = new Map(
    cluster.nodes('master').map((node) => [`${node.options.host}:${node.options.port}`, node]),
  )
  const byOwner = new Map<Redis, number[]>()
  const homeless: number[] = []
  for (const [place, { keys }] of calls.entries()) {
    const [owner = ''] = cluster.slots[slotOf(keys[0] ?? '')] ?? []
    const node = nodes.get(owner)
    if (node === undefined) homeless.push(place)
    else {
      const places = byOwner.get(node)
      if (places === undefined) byOwner.set(node, [place])
      else places.push(place)
    }
  }
  return { byOwner, homeless }
}

function pick<Item>(items: readonly Item[], places: readonly number[]): readonly Item[] {
  return places.flatMap((place) => items[place] ?? [])
}
