import type { EngineEndpoints } from './engine-clients.ts'

/** What the stack's parameters are on these engines: they exist already and trust who reaches them. */
export function engineParameters({
  opensearch,
  redis,
}: Pick<EngineEndpoints, 'opensearch' | 'redis'>): Readonly<Record<string, string>> {
  return {
    SearchEndpoint: opensearch,
    SearchAuth: 'none',
    CacheEndpoint: redis,
    CacheMode: 'single',
    CacheAuth: 'none',
    SequenceLayout: 'dynamodb-local',
  }
}
