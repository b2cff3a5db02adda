import { describe, expect, it } from 'vitest'
import type { TemplateObject } from '../../template/template.ts'
import { type Answer, aStackWithMaker, type Request } from './a-stack-with-maker.ts'
import { customResource } from './custom-resource.ts'
import { customResourceRules } from './rules.ts'

const THING = { logicalId: 'Thing', type: 'Custom::Thing' }
const FAILED = { Status: 'FAILED', Reason: 'because' }

function create(options: {
  properties?: TemplateObject
  reply?: Record<string, unknown>
  kept?: object
}) {
  const { stack, requests } = aStackWithMaker(() => options.reply ?? {})
  Object.assign(stack, { kept: options.kept })
  const properties = { ServiceToken: 'arn:maker', ...options.properties }
  return { creating: customResource.create({ ...THING, properties }, stack), requests }
}

/** Updates a thing `made` from A = 1 to the given properties. */
function update(changes: TemplateObject, answer?: Answer) {
  const { stack, requests } = aStackWithMaker(answer)
  const old = { ServiceToken: 'arn:maker', A: 1 }
  const updating = customResource.update?.(
    { ...THING, properties: { ...old, ...changes }, old: { ref: 'made', properties: old } },
    stack,
  )
  return { updating, requests }
}

describe('a custom resource', () => {
  it(customResourceRules.textLeaves.text, async () => {
    const { creating, requests } = create({ properties: { A: 1, B: [true, null], C: { D: null } } })

    await creating

    expect(requests[0]?.ResourceProperties).toEqual({
      ServiceToken: 'arn:maker',
      A: '1',
      B: ['true', null],
      C: { D: null },
    })
  })

  it(customResourceRules.plainAttributes.text, async () => {
    const { creating } = create({ reply: { Data: { A: 1, B: null, C: { D: 1 } } } })

    expect(await creating).toMatchObject({ ref: 'made', attributes: { A: '1' } })
    expect((await creating).attributes).not.toHaveProperty('B')
  })

  it.each([
    [customResourceRules.failsWithReason.text, { RequestId: 'another' }, 'is not the request’s'],
    ['It fails for one without a physical id.', { PhysicalResourceId: undefined }, 'no Physical'],
    ['It fails with the reason that it was given.', FAILED, 'because'],
  ])('%s', async (_, reply, reason) => {
    await expect(create({ reply }).creating).rejects.toThrow(reason)
  })
})

it('a custom resource that is kept and does not fit any more says the way out', async () => {
  const { creating } = create({ reply: FAILED, kept: { wayOut: 'start afresh' } })

  await expect(creating).rejects.toThrow(
    'because (if it no longer fits what is kept, start afresh)',
  )
})

describe('an update of a custom resource', () => {
  it(customResourceRules.asksForUpdate.text, async () => {
    const { updating, requests } = update({ A: 2 }, () => ({ Data: { B: 3 } }))

    expect(await updating).toEqual({ ref: 'made', attributes: { B: '3' } })
    expect(requests).toMatchObject([
      {
        RequestType: 'Update',
        PhysicalResourceId: 'made',
        ResourceProperties: { A: '2' },
        OldResourceProperties: { A: '1' },
      },
    ])
  })

  it(customResourceRules.rollsBack.text, async () => {
    const isNew = ({ ResourceProperties: { A } }: Request) => A === '2'
    const { updating, requests } = update({ A: 2 }, (request) => (isNew(request) ? FAILED : {}))

    await expect(updating).rejects.toThrow(/^because$/)

    expect(requests).toMatchObject([
      { ResourceProperties: { A: '2' }, OldResourceProperties: { A: '1' } },
      { RequestType: 'Update', ResourceProperties: { A: '1' }, OldResourceProperties: { A: '2' } },
    ])
  })

  it('tells both reasons when the rollback fails too', async () => {
    const { updating } = update({ A: 2 }, ({ ResourceProperties: { A } }) => ({
      ...FAILED,
      Reason: `no ${A}`,
    }))

    await expect(updating).rejects.toThrow('no 2; and its rollback failed: no 1')
  })

  it(customResourceRules.replaces.text, async () => {
    const { updating, requests } = update({ A: 2 }, ({ RequestType }) =>
      RequestType === 'Update' ? { PhysicalResourceId: 'made anew' } : {},
    )

    expect(await updating).toMatchObject({ ref: 'made anew' })
    expect(requests.slice(1)).toMatchObject([
      { RequestType: 'Delete', PhysicalResourceId: 'made', ResourceProperties: { A: '1' } },
    ])
  })

  it(customResourceRules.leavesUndeleted.text, async () => {
    const { updating } = update({ A: 2 }, ({ RequestType }) =>
      RequestType === 'Update' ? { PhysicalResourceId: 'made anew' } : FAILED,
    )

    await expect(updating).rejects.toThrow('because')
  })

  it(customResourceRules.keepsServiceToken.text, async () => {
    const { updating, requests } = update({ ServiceToken: 'arn:other' })

    await expect(updating).rejects.toThrow('ServiceToken')
    expect(requests).toEqual([])
  })
})
