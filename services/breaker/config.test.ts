import { describe, expect, it } from 'vitest'
import { parseBreakerConfig } from './config.ts'

const ENV = {
  TAILRACE_PIPE_NAME: 'ChangePipe-1',
  TAILRACE_PIPE_ALARMS: 'a',
  TAILRACE_SEARCH_MAPPING_ID: 'a-b-c',
  TAILRACE_SEARCH_ALARMS: 'b,c',
}

describe('parseBreakerConfig', () => {
  it('reads lists of alarms', () => {
    expect(parseBreakerConfig(ENV)).toMatchObject({ PIPE_ALARMS: ['a'], SEARCH_ALARMS: ['b', 'c'] })
  })

  it('takes an empty list: nothing then stops it', () => {
    expect(parseBreakerConfig({ ...ENV, TAILRACE_PIPE_ALARMS: '' }).PIPE_ALARMS).toEqual([])
  })

  it('refuses in one message what is missing and what is not its own', () => {
    const { TAILRACE_PIPE_NAME: _, ...rest } = ENV

    expect(() => parseBreakerConfig({ ...rest, TAILRACE_LAKE_ALARMS: 'a' })).toThrow(
      /TAILRACE_PIPE_NAME is missing[\s\S]*TAILRACE_LAKE_ALARMS is not a setting/,
    )
  })
})
