import { describe, expect, it } from 'vitest'
import { resolveSettings } from './resolve-settings.ts'
import { settingRelations } from './setting-relations.ts'
import type { StageSettings } from './settings.ts'

const defaults = resolveSettings('feature-x')

const OWN_CACHE = {
  cacheEndpoint: 'rediss://cache.example.org:6379',
  cacheName: 'orders',
  cacheUser: 'invalidator',
} as const

function brokenBy(changed: Partial<StageSettings>): string[] {
  const settings = { ...defaults, ...changed }
  return settingRelations.filter((one) => !one.holds(settings)).map(({ rule }) => rule)
}

describe('settingRelations', () => {
  it('hold for the defaults', () => {
    expect(brokenBy({})).toEqual([])
  })

  it.each<[string, Partial<StageSettings>]>([
    ['searchBatchSize', { searchBatchingWindowSeconds: 0 }],
    ['searchTimeoutSeconds', { searchTimeoutSeconds: 49 }],
    ['lakeBatchSize', { lakeBatchingWindowSeconds: 0 }],
    ['lakeTimeoutSeconds', { lakeTimeoutSeconds: 29 }],
    ['cacheBatchSize', { cacheBatchSize: 11 }],
    ['cacheTimeoutSeconds', { cacheTimeoutSeconds: 19 }],
    ['cacheAuth', { cacheAuth: 'none' }],
    ['cacheMode', { cacheMode: 'single' }],
    ['cacheName', { ...OWN_CACHE, cachePrefix: 'orders', cacheUser: '' }],
    ['cachePrefix', OWN_CACHE],
    ['cacheName', { cacheUser: 'invalidator' }],
    ['cacheSubnetIds', { cacheSubnetIds: 'subnet-1a', cacheSecurityGroupIds: 'sg-1a' }],
    ['dlqRetentionSeconds', { dlqRetentionSeconds: 1_209_599 }],
    ['searchAuth', { searchAuth: 'none' }],
    ['searchReplicas', { searchReplicas: 1 }],
    ['searchInstanceCount', { searchInstanceCount: 3 }],
    ['searchInstanceType', { searchInstanceType: 't2.medium.search' }],
    ['searchInstanceType', { searchInstanceType: 'r6gd.large.search' }],
    ['claimCheckRetentionDays', { claimCheckRetentionDays: 91 }],
    ['searchVolumeGib', { searchVolumeGib: 101 }],
    ['searchVolumeGib', { searchVolumeGib: 201, searchInstanceType: 't3.medium.search' }],
  ])('that of %s is broken by %o, and no other', (name, changed) => {
    const [rule, ...others] = brokenBy(changed)

    expect(rule).toMatch(new RegExp(`^${name} `))
    expect(others).toEqual([])
  })

  it('take what such a node takes', () => {
    const ofMedium = { searchVolumeGib: 200, searchInstanceType: 't3.medium.search' }
    const ofLarge = { searchVolumeGib: 2048, searchInstanceType: 'r6g.large.search' }

    expect(brokenBy({ searchVolumeGib: 100 })).toEqual([])
    expect(brokenBy(ofMedium)).toEqual([])
    expect(brokenBy(ofLarge)).toEqual([])
  })

  it("ask nothing of the nodes behind an endpoint of one's own", () => {
    const own = { searchEndpoint: 'https://search.example.org', searchReplicas: 2 } as const

    expect(brokenBy({ ...own, searchAuth: 'none' })).toEqual([])
    expect(brokenBy({ ...own, searchVolumeGib: 2048 })).toEqual([])
    expect(brokenBy({ ...own, searchInstanceType: 't2.small.search' })).toEqual([])
  })

  describe("of a cache of one's own", () => {
    const own = { ...OWN_CACHE, cachePrefix: 'orders' }

    it('take it with iam, and without on a network that is trusted', () => {
      const trusted = {
        cacheEndpoint: 'redis://10.0.0.7:6379',
        cachePrefix: 'orders',
        cacheAuth: 'none',
        cacheMode: 'single',
        cacheSubnetIds: 'subnet-1a,subnet-2b',
        cacheSecurityGroupIds: 'sg-1a',
      } as const

      expect(brokenBy(own)).toEqual([])
      expect(brokenBy(trusted)).toEqual([])
    })

    it('refuse a token without TLS, and subnets without security groups', () => {
      expect(brokenBy({ ...own, cacheEndpoint: 'redis://10.0.0.7:6379' })).toEqual([
        expect.stringContaining('must be rediss://'),
      ])
      expect(brokenBy({ ...own, cacheSubnetIds: 'subnet-1a' })).toEqual([
        expect.stringContaining('cacheSubnetIds and cacheSecurityGroupIds go together'),
      ])
    })
  })
})
