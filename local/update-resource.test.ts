import { describe, expect, it } from 'vitest'
import { type Answer, aStackWithMaker } from './resources/custom-resource/a-stack-with-maker.ts'
import { customResourceRules } from './resources/custom-resource/rules.ts'
import type { CreatedResource } from './resources/resource-model.ts'
import { createResourceUpdater } from './update-resource.ts'

/** A running stack of a custom resource `Thing`, A = 1, and a queue. */
function aRunningStack(answer?: Answer) {
  const { stack, requests } = aStackWithMaker(answer)
  const created = new Map<string, CreatedResource>([
    ['Thing', { ref: 'made', attributes: {} }],
    ['Queue', { ref: 'url', attributes: {} }],
  ])
  const update = createResourceUpdater({
    plan: {
      resources: [
        { logicalId: 'Thing', type: 'Custom::Thing' },
        { logicalId: 'Queue', type: 'AWS::SQS::Queue' },
      ],
      notices: [],
      resolveProperties: () => ({ ServiceToken: 'arn:maker', A: 1 }),
    },
    stack,
    created,
  })
  return { update, requests, created }
}

describe('createResourceUpdater', () => {
  it(customResourceRules.unchangedIsNotAsked.text, async () => {
    const { update, requests } = aRunningStack()

    await update('Thing', { A: 1 })

    expect(requests).toEqual([])
  })

  it('goes on from the last update, and what the resource is now is what others see', async () => {
    const { update, requests, created } = aRunningStack(() => ({ Data: { Made: 'yes' } }))

    await update('Thing', { A: 2 })
    await update('Thing', { B: 3 })

    expect(requests.at(-1)).toMatchObject({
      ResourceProperties: { A: '2', B: '3' },
      OldResourceProperties: { A: '2' },
    })
    expect(created.get('Thing')).toEqual({ ref: 'made', attributes: { Made: 'yes' } })
  })

  it('goes on from before an update that failed', async () => {
    const { update, requests } = aRunningStack(({ ResourceProperties: { A } }) =>
      A === '2' ? { Status: 'FAILED', Reason: 'because' } : {},
    )

    await expect(update('Thing', { A: 2 })).rejects.toThrow(
      'Thing (Custom::Thing) could not be updated: because',
    )
    await update('Thing', { A: 3 })

    expect(requests.at(-1)).toMatchObject({ OldResourceProperties: { A: '1' } })
  })

  it('refuses what is not there, and a type that it cannot update, by name', async () => {
    const { update } = aRunningStack()

    await expect(update('Nothing', {})).rejects.toThrow('there is no Nothing')
    await expect(update('Queue', { A: 2 })).rejects.toThrow('Queue (AWS::SQS::Queue) cannot be')
  })
})
