import type { StageSettings } from './settings.ts'

/** What a stage sets differently from the defaults in settings.ts. A stage not named here gets the defaults. */
export const stages: Readonly<Record<string, Partial<StageSettings>>> = {
  dev: {
    deletionProtection: false,
    searchConcurrencyMax: 2,
    lakeConcurrencyMax: 2,
    lakeBatchingWindowSeconds: 1,
    cacheConcurrencyMax: 2,
    cacheDataGbMax: 1,
    cacheEcpuPerSecondMax: 1000,
    logRetentionDays: 7,
  },
  prod: {
    searchInstanceType: 'r7g.large.search',
    searchInstanceCount: 2,
    searchVolumeGib: 100,
    searchReplicas: 1,
    searchMemoryMib: 1024,
    logRetentionDays: 90,
  },
}
