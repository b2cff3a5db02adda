import { PARTS, type Part } from './storm.ts'
import type { StormPipeline } from './storm-pipeline.ts'

/** Who stops and starts parts of the pipeline by the command line, each part one after the other. */
export interface PartHands {
  /** Returns before it is done: a part finishes first what it has in work. */
  stop(part: Part): void
  start(part: Part): void
  /** Starts what was stopped, by us or by an alarm. @throws when a command failed. */
  startAll(options: { readonly except: Part | undefined }): Promise<void>
}

export function createPartHands({ tailrace, progress }: StormPipeline): PartHands {
  const underWay = new Map<Part, Promise<void>>()
  const failures: unknown[] = []
  const then = (part: Part, verb: 'stop' | 'start') => {
    const before = underWay.get(part) ?? Promise.resolve()
    const done = before.then(() => tailrace(verb, part))
    const settled = done.then(
      () => undefined,
      (error: unknown) => void failures.push(error),
    )
    underWay.set(part, settled)
    return settled
  }
  return {
    stop: (part) => void then(part, 'stop'),
    start: (part) => void then(part, 'start'),
    async startAll({ except }) {
      const parts = PARTS.filter((part) => part !== except)
      const touched = parts.filter((part) => underWay.has(part) || progress.stopped().has(part))
      await Promise.all(touched.map((part) => then(part, 'start')))
      if (failures.length > 0) throw failures[0]
    },
  }
}
