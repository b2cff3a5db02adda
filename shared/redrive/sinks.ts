import { judgeCache } from './judge-cache.ts'
import type { JudgeChanges } from './judge-changes.ts'
import { judgeLake } from './judge-lake.ts'
import { judgeSearch } from './judge-search.ts'

/** A sink, as a redrive sees it. */
export interface Sink {
  readonly name: string
  /** Logical id of the queue that its function reads. */
  readonly queue: string
  /** Logical id of its DLQ. */
  readonly deadLetters: string
  /** Whether it reads images that travelled apart from their event. */
  readonly readsClaims: boolean
  readonly judge: JudgeChanges
}

/** Every sink that letters can be redriven to: a new one is one more entry. */
export const SINKS: readonly Sink[] = [
  {
    name: 'search',
    queue: 'SearchQueue',
    deadLetters: 'SearchDlq',
    readsClaims: true,
    judge: judgeSearch,
  },
  {
    name: 'lake',
    queue: 'LakeQueue',
    deadLetters: 'LakeDlq',
    readsClaims: true,
    judge: judgeLake,
  },
  {
    name: 'cache',
    queue: 'CacheQueue',
    deadLetters: 'CacheDlq',
    readsClaims: false,
    judge: judgeCache,
  },
]
