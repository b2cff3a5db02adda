import { SETTLE_MS } from '../shared/batch/settle-batch.ts'
import { cacheSettingRelations } from './cache-setting-relations.ts'
import { longestWayBackDays, WAY_BACK_SETTINGS } from './longest-way-back.ts'
import { takesEncryptedVolume, takesVolumeOf } from './search-nodes.ts'
import type { SettingRelation } from './setting-relation.ts'

export const settingRelations: readonly SettingRelation[] = [
  {
    between: ['searchBatchSize', 'searchBatchingWindowSeconds'],
    rule: 'searchBatchSize above 10 needs searchBatchingWindowSeconds of at least 1',
    holds: (s) => s.searchBatchSize <= 10 || s.searchBatchingWindowSeconds >= 1,
  },
  {
    between: ['searchTimeoutSeconds', 'searchRequestTimeoutMs'],
    rule: 'searchTimeoutSeconds must hold two requests of searchRequestTimeoutMs and 10 s',
    holds: (s) => s.searchTimeoutSeconds * 1000 >= s.searchRequestTimeoutMs * 2 + SETTLE_MS,
  },
  {
    between: ['lakeBatchSize', 'lakeBatchingWindowSeconds'],
    rule: 'lakeBatchSize above 10 needs lakeBatchingWindowSeconds of at least 1',
    holds: (s) => s.lakeBatchSize <= 10 || s.lakeBatchingWindowSeconds >= 1,
  },
  {
    between: ['lakeTimeoutSeconds', 'lakeRequestTimeoutMs'],
    rule: 'lakeTimeoutSeconds must hold two requests of lakeRequestTimeoutMs and 10 s',
    holds: (s) => s.lakeTimeoutSeconds * 1000 >= s.lakeRequestTimeoutMs * 2 + SETTLE_MS,
  },
  ...cacheSettingRelations,
  {
    between: ['dlqRetentionSeconds', 'queueRetentionSeconds'],
    rule: 'dlqRetentionSeconds must be at least queueRetentionSeconds: time in the first queue counts',
    holds: (s) => s.dlqRetentionSeconds >= s.queueRetentionSeconds,
  },
  {
    between: ['searchAuth', 'searchEndpoint'],
    rule: 'searchAuth none needs a searchEndpoint: the domain of the stack wants signatures',
    holds: (s) => s.searchAuth !== 'none' || s.searchEndpoint !== '',
  },
  {
    between: ['searchReplicas', 'searchInstanceCount', 'searchEndpoint'],
    rule: 'searchReplicas must be below searchInstanceCount: a copy needs a node of its own',
    holds: (s) => s.searchEndpoint !== '' || s.searchReplicas < s.searchInstanceCount,
  },
  {
    between: ['searchInstanceCount'],
    rule: 'searchInstanceCount must be 1 or even: nodes are spread over two zones',
    holds: (s) => s.searchInstanceCount === 1 || s.searchInstanceCount % 2 === 0,
  },
  {
    between: ['searchInstanceType', 'searchEndpoint'],
    rule: 'searchInstanceType must take encrypted EBS volumes: none of m3, r3, t2, and none with disks of its own, as r6gd and i3 have',
    holds: (s) => s.searchEndpoint !== '' || takesEncryptedVolume(s.searchInstanceType),
  },
  {
    between: ['searchVolumeGib', 'searchInstanceType', 'searchEndpoint'],
    rule: 'searchVolumeGib must be at most 100 on t3.small.search and 200 on t3.medium.search',
    holds: (s) => s.searchEndpoint !== '' || takesVolumeOf(s.searchVolumeGib, s.searchInstanceType),
  },
  {
    between: ['searchTombstoneRetentionDays', ...WAY_BACK_SETTINGS],
    rule: 'searchTombstoneRetentionDays must be above the longest way back: the stream, parkedRetentionDays, and twice the bus, the queue and the DLQ',
    holds: (s) => s.searchTombstoneRetentionDays > longestWayBackDays(s),
  },
  {
    between: ['claimCheckRetentionDays', ...WAY_BACK_SETTINGS],
    rule: 'claimCheckRetentionDays must be above the longest way back: the stream, parkedRetentionDays, and twice the bus, the queue and the DLQ',
    holds: (s) => s.claimCheckRetentionDays > longestWayBackDays(s),
  },
]
