import slotOf from 'cluster-key-slot'
import type { Cluster, Redis } from 'iovalkey'
import { isReplyOf } from './valkey-error.ts'
import { followScript, runScripts, type ScriptCall, type ScriptReply } from './valkey-scripts.ts'

/**
 * Runs scripts in a cluster: side by side on all nodes, in one trip each.
 *
 * A slot that has moved, and one whose node is not known, is followed by a call of its own. Pipelines
 * go to the nodes themselves, which takes less than the library's own over the cluster
 * (docs/adr/20261121-cache-library.md).
 *
 * @param onReply told each reply when it comes, so that a silent node keeps no other's back.
 */
export async function runInCluster(
  cluster: Cluster,
  calls: readonly ScriptCall[],
  onReply: (place: number, reply: ScriptReply) => void,
): Promise<void> {
  const follow = async (place: number) => {
    const call = calls[place]
    if (call !== undefined) onReply(place, await followScript(cluster, call))
  }
  const { byOwner, homeless } = groupByOwner(cluster, calls)
  const onNodes = [...byOwner].map(async ([node, places]) => {
    const replies = await runScripts(node, pick(calls, places))
    const moved: number[] = []
    for (const [index, place] of places.entries()) {
      const reply = replies[index] ?? null
      if (isReplyOf(reply, 'MOVED', 'ASK')) moved.push(place)
      else onReply(place, reply)
    }
    await Promise.all(moved.map(follow))
  })
  await Promise.all([...onNodes, ...homeless.map(follow)])
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
