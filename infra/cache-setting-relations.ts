import { SETTLE_MS } from '../shared/batch/settle-batch.ts'
import type { SettingRelation } from './setting-relation.ts'

/** What the settings of the cache must not say together, a part of setting-relations.ts. */
export const cacheSettingRelations: readonly SettingRelation[] = [
  {
    between: ['cacheBatchSize', 'cacheBatchingWindowSeconds'],
    rule: 'cacheBatchSize above 10 needs cacheBatchingWindowSeconds of at least 1',
    holds: (s) => s.cacheBatchSize <= 10 || s.cacheBatchingWindowSeconds >= 1,
  },
  {
    between: ['cacheTimeoutSeconds', 'cacheRequestTimeoutMs'],
    rule: 'cacheTimeoutSeconds must hold two requests of cacheRequestTimeoutMs and 10 s',
    holds: (s) => s.cacheTimeoutSeconds * 1000 >= s.cacheRequestTimeoutMs * 2 + SETTLE_MS,
  },
  {
    between: ['cacheAuth', 'cacheEndpoint'],
    rule: 'cacheAuth none needs a cacheEndpoint: the cache of the stack wants to know its users',
    holds: (s) => s.cacheAuth !== 'none' || s.cacheEndpoint !== '',
  },
  {
    between: ['cacheMode', 'cacheEndpoint'],
    rule: 'cacheMode single needs a cacheEndpoint: the cache of the stack is a cluster',
    holds: (s) => s.cacheMode !== 'single' || s.cacheEndpoint !== '',
  },
  {
    between: ['cacheName', 'cacheUser', 'cacheAuth', 'cacheEndpoint'],
    rule: 'cacheName and cacheUser must both be set for a cacheEndpoint with cacheAuth iam, and for nothing else',
    holds: (s) => {
      const isNeeded = s.cacheEndpoint !== '' && s.cacheAuth === 'iam'
      return [s.cacheName, s.cacheUser].every((value) => (value !== '') === isNeeded)
    },
  },
  {
    between: ['cacheEndpoint', 'cacheAuth'],
    rule: 'cacheEndpoint must be rediss:// with cacheAuth iam: a token goes through TLS only',
    holds: (s) => s.cacheAuth !== 'iam' || !s.cacheEndpoint.startsWith('redis:'),
  },
  {
    between: ['cacheSubnetIds', 'cacheSecurityGroupIds', 'cacheEndpoint'],
    rule: 'cacheSubnetIds and cacheSecurityGroupIds go together, and with a cacheEndpoint only: the stack has its own',
    holds: (s) =>
      (s.cacheSubnetIds === '') === (s.cacheSecurityGroupIds === '') &&
      (s.cacheSubnetIds === '' || s.cacheEndpoint !== ''),
  },
  {
    between: ['cachePrefix', 'cacheEndpoint'],
    rule: 'cachePrefix must be another than tailrace with a cacheEndpoint: two stages under one prefix take the changes of one another for old',
    holds: (s) => s.cacheEndpoint === '' || s.cachePrefix !== 'tailrace',
  },
]
