import { describe, expect, it } from 'vitest'
import { createCustomResourceReplies } from '../../endpoints/custom-resource-replies.ts'
import { createFakeClock } from '../../fake-clock.ts'
import type { LocalFunction } from '../../functions/local-function.ts'
import { nameStack } from '../../template/stack-names.ts'
import type { TemplateObject } from '../../template/template.ts'
import type { Stack } from '../resource-model.ts'
import { customResource } from './custom-resource.ts'

interface Request extends Record<string, unknown> {
  readonly ResponseURL: string
  readonly ResourceProperties: Record<string, unknown>
}

/** Creates a resource whose function repeats its request and adds what is given. */
function create(options: { properties?: TemplateObject; reply?: Record<string, unknown> }) {
  const requests: Request[] = []
  const replies = createCustomResourceReplies(() => 'http://endpoint')
  const lambda: LocalFunction = {
    name: 'maker',
    roleArn: 'arn:role',
    timeoutMs: 3_000,
    stop: async () => undefined,
    async invoke(payload) {
      const request = payload as Request
      const { StackId, RequestId, LogicalResourceId } = request
      requests.push(request)
      replies.take({
        method: 'PUT',
        path: new URL(request.ResponseURL).pathname,
        headers: {},
        body: JSON.stringify({
          Status: 'SUCCESS',
          PhysicalResourceId: 'made',
          ...{ StackId, RequestId, LogicalResourceId },
          ...options.reply,
        }),
      })
      return { ok: true, payload: null }
    },
  }
  const needed: Pick<Stack, 'functions' | 'customResourceReplies' | 'names' | 'clock'> = {
    functions: new Map([['arn:maker', lambda]]),
    customResourceReplies: replies,
    names: nameStack('test'),
    clock: createFakeClock(),
  }
  const properties = { ServiceToken: 'arn:maker', ...options.properties }
  const creating = customResource.create(
    { logicalId: 'Thing', type: 'Custom::Thing', properties },
    needed as Stack,
  )
  return { creating, requests }
}

describe('a custom resource', () => {
  it('hands its properties over as texts, and nothing as the text "null"', async () => {
    const { creating, requests } = create({ properties: { A: 1, B: [true, null], C: { D: null } } })

    await creating

    expect(requests[0]?.ResourceProperties).toEqual({
      ServiceToken: 'arn:maker',
      A: '1',
      B: ['true', null],
      C: { D: null },
    })
  })

  it('has the attributes that its function gave a plain value', async () => {
    const { creating } = create({ reply: { Data: { A: 1, B: null, C: { D: 1 } } } })

    expect(await creating).toMatchObject({ ref: 'made', attributes: { A: '1' } })
    expect((await creating).attributes).not.toHaveProperty('B')
  })

  it.each([
    [{ RequestId: 'another' }, 'RequestId is not the request’s'],
    [{ PhysicalResourceId: undefined }, 'no PhysicalResourceId'],
    [{ Status: 'FAILED', Reason: 'because' }, 'because'],
  ])('fails with the reason when the reply is %j', async (reply, reason) => {
    await expect(create({ reply }).creating).rejects.toThrow(reason)
  })
})
