import { describe, expect, it } from 'vitest'
import StreamViewPlugin from './stream-view-plugin.ts'

function warningsFor(viewType: string): string[] {
  const warnings: string[] = []
  const properties = { StreamSpecification: { StreamViewType: viewType } }
  const resources = {
    OrdersTable: { Type: 'AWS::DynamoDB::Table', Properties: properties },
    Untold: { Type: 'AWS::DynamoDB::Table' },
    ChangeBus: { Type: 'AWS::Events::EventBus' },
  }
  const log = { warning: (...words: string[]) => warnings.push(words.join(' ')) }
  const plugin = new StreamViewPlugin(
    { service: { resources: { Resources: resources } } },
    {},
    { log },
  )

  plugin.hooks['before:package:createDeploymentArtifacts']?.()

  return warnings
}

describe('StreamViewPlugin', () => {
  it('is silent when a stream carries both images', () => {
    expect(warningsFor('NEW_AND_OLD_IMAGES')).toEqual([])
  })

  it.each([
    ['NEW_IMAGE', 'before, changed and transition of a modify cannot be computed'],
    ['OLD_IMAGE', 'after, changed and transition cannot be computed'],
    ['KEYS_ONLY', 'before, after, changed and transition cannot be computed'],
  ])('says of %s, by the name of the table, what cannot be computed', (viewType, lack) => {
    const [first] = warningsFor(viewType)

    expect(first).toContain(`OrdersTable streams ${viewType}: ${lack}`)
  })
})
