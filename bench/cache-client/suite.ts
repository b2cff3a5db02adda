/** Reads of an application through the cache, beside plain GET on the same connection. */
import { startOwnRedis } from '../../test/builders/own-redis.ts'
import type { Suite } from '../harness/suite.ts'
import { measureColdKey, measureHits } from './measure.ts'

export const suite: Suite = {
  summary: 'hits of the read-through client beside GET, and who loads a cold key',
  async run() {
    const server = await startOwnRedis({ args: ['--appendonly', 'no'] })
    try {
      return [...(await measureHits(server)), await measureColdKey(server)]
    } finally {
      await server.stop()
    }
  },
}
