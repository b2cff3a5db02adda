import { afterEach, expect, it } from 'vitest'
import { systemClock } from '../clock.ts'
import { createChaos } from './chaos.ts'
import { type EngineProxies, startEngineProxies } from './engine-proxies.ts'

let proxies: EngineProxies
afterEach(() => proxies.stop())

it('leads a function to the proxies where its variables name an engine, and nowhere else', async () => {
  const engines = { opensearch: 'http://127.0.0.1:9200', redis: 'rediss://cache.example:6379' }
  proxies = await startEngineProxies(engines, createChaos(systemClock))
  const others = { QUEUE: 'http://127.0.0.1:92001/q', STAGE: 'dev' }

  const led = proxies.lead({
    ...others,
    SEARCH: engines.opensearch,
    SLASHED: `${engines.opensearch}/`,
    CACHE: engines.redis,
  })

  const search = expect.stringMatching(/^http:\/\/127\.0\.0\.1:(?!9200$)\d+$/)
  expect(led).toEqual({
    ...others,
    SEARCH: search,
    SLASHED: search,
    CACHE: expect.stringMatching(/^redis:\/\/127\.0\.0\.1:\d+$/),
  })
})

it('keeps the path of an engine that was given', async () => {
  const engines = { opensearch: 'http://127.0.0.1:9200/search', redis: 'redis://127.0.0.1:6379' }
  proxies = await startEngineProxies(engines, createChaos(systemClock))

  const { SEARCH } = proxies.lead({ SEARCH: engines.opensearch })

  expect(SEARCH).toMatch(/^http:\/\/127\.0\.0\.1:(?!9200)\d+\/search$/)
})
