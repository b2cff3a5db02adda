import { describe, expect, it } from 'vitest'
import { checkSupport } from '../../template/check-support.ts'
import type { TemplateObject } from '../../template/template.ts'
import { pipe } from './pipe-model.ts'

function refused(properties: TemplateObject): readonly string[] {
  const found = checkSupport(
    { RoleArn: 'arn:role', Source: 'arn:stream', Target: 'arn:bus', ...properties },
    pipe.support,
  )
  return found.refused.map(({ path, message }) => `${path} ${message}`)
}

describe('a Pipe', () => {
  it('is refused without what AWS requires of it', () => {
    const source = 'SourceParameters.DynamoDBStreamParameters'

    expect(refused({})).toEqual(['SourceParameters is required'])
    expect(refused({ SourceParameters: {} })).toEqual([`${source} is required`])
    expect(refused({ SourceParameters: { DynamoDBStreamParameters: { BatchSize: 10 } } })).toEqual([
      `${source}.StartingPosition is required`,
    ])
  })

  it('is taken with them', () => {
    const DynamoDBStreamParameters = { StartingPosition: 'TRIM_HORIZON' }

    expect(refused({ SourceParameters: { DynamoDBStreamParameters } })).toEqual([])
  })
})
