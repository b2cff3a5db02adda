import { describe, expect, it } from 'vitest'
import type { SwitchStatus } from '../../shared/switch/switch.ts'
import { type Changed, describeChange } from './describe-change.ts'
import { requirePart } from './parts.ts'

const at = (text: string) => new Date(`2026-11-${text}:00`).getTime()

function aChange(changes: Partial<Changed>): Changed {
  const status = (state: SwitchStatus['state'], changedAtMs: number): SwitchStatus => ({
    ...{ state, word: state, changedAtMs },
  })
  const { verb = 'stop' } = changes
  const [before, after] =
    verb === 'stop'
      ? [status('running', at('21T01:00')), status('stopped', at('21T07:26'))]
      : [status('stopped', at('21T07:26')), status('running', at('21T10:26'))]
  return {
    part: requirePart('pipe'),
    verb,
    flags: '',
    now: at('21T10:26'),
    before,
    after,
    ...changes,
  }
}

const KEEPING = {
  where: 'The stream keeps them',
  forMs: 12 * 3_600_000,
  afterwards: 'then it does not',
}

describe('describeChange', () => {
  it('says that nothing is lost, until when, and how to go on', () => {
    expect(describeChange(aChange({}), KEEPING)).toEqual([
      'The Pipe is stopped. Nothing is lost.',
      'The stream keeps them. Start it before 2026-11-21 19:26: then it does not.',
      'Start it: npx tailrace start pipe',
    ])
  })

  it('counts from when it was stopped, also by somebody else', () => {
    const { after } = aChange({})
    const change = aChange({ before: after, flags: ' --stage prod', part: requirePart('lake') })

    expect(describeChange(change, KEEPING)).toEqual([
      'The lake is stopped already, since 2026-11-21 07:26. Nothing is lost.',
      'The stream keeps them. Start it before 2026-11-21 19:26: then it does not.',
      'Start it: npx tailrace start lake --stage prod',
    ])
  })

  it('does not say that nothing is lost when the time is over', () => {
    const { after } = aChange({})
    const late = aChange({ before: after, now: at('21T19:26') })

    expect(describeChange(late, KEEPING)).toEqual([
      'The Pipe is stopped already, since 2026-11-21 07:26.',
      'The stream keeps them. That was until 2026-11-21 19:26: then it does not.',
      'Start it: npx tailrace start pipe',
    ])
    expect(describeChange(aChange({ verb: 'start', now: at('21T19:26') }), KEEPING)).toEqual([
      'The Pipe runs again, where it stopped 12 h ago.',
      'The stream keeps them, and it stood still for longer: then it does not.',
    ])
  })

  it('says what readers of the cache get meanwhile', () => {
    expect(describeChange(aChange({ part: requirePart('cache') }), KEEPING)).toContain(
      'Until it runs again, readers get old values for as long as these live.',
    )
  })

  it('promises nothing that could not be read', () => {
    expect(describeChange(aChange({}), undefined)).toEqual([
      'The Pipe is stopped.',
      'Start it: npx tailrace start pipe',
    ])
  })

  it('says how long it stood still', () => {
    const started = aChange({ verb: 'start' })

    expect(describeChange(started, undefined)).toEqual([
      'The Pipe runs again, where it stopped 3 h ago.',
    ])
    expect(describeChange({ ...started, before: started.after }, undefined)).toEqual([
      'The Pipe runs already.',
    ])
  })
})

describe('requirePart', () => {
  it.each([
    ['pipe', 'ChangePipe'],
    ['search', 'SearchProjectorEventSourceMappingSQSSearchQueue'],
    ['lake', 'LakeWriterEventSourceMappingSQSLakeQueue'],
    ['cache', 'CacheInvalidatorEventSourceMappingSQSCacheQueue'],
  ])('%s is %s', (name, logicalId) => {
    expect(requirePart(name).logicalId).toBe(logicalId)
  })

  it.each([
    [undefined, 'Which one: pipe, search, lake or cache?'],
    ['serch', 'There is no "serch" to stop or start; there is "search".'],
    ['queue', 'There is no "queue" to stop or start: pipe, search, lake or cache.'],
  ])('refuses %s', (name, message) => {
    expect(() => requirePart(name)).toThrow(message)
  })
})
