import { describe, expect, it } from 'vitest'
import { ConfigError } from '../shared/errors/pipeline-error.ts'
import { resolveSettings } from './resolve-settings.ts'
import { settings } from './settings.ts'
import { stages } from './stages.ts'

describe('resolveSettings', () => {
  it('gives a stage nobody has named the defaults', () => {
    const resolved = resolveSettings('feature-x')

    for (const [name, setting] of Object.entries(settings)) {
      expect(resolved).toHaveProperty(name, setting.default)
    }
  })

  it.each(Object.keys(stages))('accepts what stage %s sets', (stage) => {
    expect(resolveSettings(stage)).toMatchObject(stages[stage] ?? {})
  })

  it('names every unknown, missing and wrong setting in one message', () => {
    const overrides = {
      pipeBatchSize: 11,
      pipeBatchSzie: 10,
      logLevel: undefined,
      deletionProtection: 'yes',
      searchEndpoint: 'search.example.org',
      searchBatchingWindowSeconds: 0,
    }

    const refused = catchError(() => resolveSettings('dev', overrides))

    expect(refused).toBeInstanceOf(ConfigError)
    expect(refused).toHaveProperty('code', 'settings.invalid')
    expect(String(refused).split('\n').slice(1).sort()).toEqual([
      '- deletionProtection is "yes", accepted: true, false',
      '- logLevel is missing, accepted: DEBUG, INFO',
      '- pipeBatchSize is 11, accepted: 1 to 10 records',
      '- pipeBatchSzie is not a setting',
      '- searchBatchSize above 10 needs searchBatchingWindowSeconds of at least 1',
      '- searchEndpoint is "search.example.org", accepted: empty or https://host[:port]',
    ])
  })

  it.each(['Feature', 'a--b', '-a', 'a'.repeat(20)])(
    'refuses the stage %s: no cache and no user of it could have that name',
    (stage) => {
      const own = {
        cacheEndpoint: 'redis://10.0.0.7:6379',
        cacheAuth: 'none',
        cachePrefix: 'own',
      }

      expect(() => resolveSettings(stage, {})).toThrow(`the stage is named ${stage}`)
      expect(() => resolveSettings(stage, own)).not.toThrow()
    },
  )

  it('does not judge a relation to a setting that is wrong by itself', () => {
    const overrides = { searchBatchSize: 'many', searchBatchingWindowSeconds: 0 }

    const refused = catchError(() => resolveSettings('dev', overrides))

    expect(String(refused).split('\n').slice(1)).toEqual([
      '- searchBatchSize is "many", accepted: 1 to 10000 events',
    ])
  })
})

function catchError(run: () => unknown): unknown {
  try {
    run()
  } catch (error) {
    return error
  }
  throw new Error('nothing was refused')
}
