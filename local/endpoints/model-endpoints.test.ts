import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createChaos } from '../chaos/chaos.ts'
import { systemClock } from '../clock.ts'
import { createEventBus } from '../resources/event-bus/event-bus.ts'
import { type ModelEndpoints, startModelEndpoints } from './model-endpoints.ts'

let endpoints: ModelEndpoints

beforeEach(async () => {
  const bus = createEventBus({ arn: 'arn:bus', name: 'changes', onAccepted: () => undefined })
  const secret = {
    arn: 'arn:secret',
    name: 'token',
    value: '{"keyId":"k1"}',
    versionId: 'v1',
    createdAt: 1_795_246_000_000,
  }
  endpoints = await startModelEndpoints({
    buses: new Map([[bus.arn, bus]]),
    secrets: new Map([[secret.arn, secret]]),
    pipes: new Map(),
    mappings: new Map(),
    deliveryStreams: new Map(),
    chaos: createChaos(systemClock),
    time: { jump: () => undefined, jumpedMs: () => 0 },
    now: Date.now,
  })
})

afterEach(() => endpoints.stop())

async function call(target: string, input: unknown) {
  const response = await fetch(endpoints.url, {
    method: 'POST',
    headers: { 'x-amz-target': target, 'content-type': 'application/x-amz-json-1.1' },
    body: JSON.stringify(input),
  })
  return { status: response.status, body: (await response.json()) as Record<string, unknown> }
}

describe('the models’ endpoint', () => {
  it.each(['arn:secret', 'token'])('gives the value of the secret %s', async (SecretId) => {
    const { status, body } = await call('secretsmanager.GetSecretValue', { SecretId })

    expect(status).toBe(200)
    expect(body).toMatchObject({ SecretString: '{"keyId":"k1"}', VersionStages: ['AWSCURRENT'] })
  })

  it('does not know a secret or a version that is not there', async () => {
    const missing = await call('secretsmanager.GetSecretValue', { SecretId: 'other' })
    const old = await call('secretsmanager.GetSecretValue', {
      SecretId: 'token',
      VersionStage: 'AWSPREVIOUS',
    })

    expect([missing, old].map(({ body }) => body.__type)).toEqual([
      'ResourceNotFoundException',
      'ResourceNotFoundException',
    ])
  })

  it('takes events, times as epoch seconds', async () => {
    const entry = { EventBusName: 'changes', Source: 's', DetailType: 't', Detail: '{}' }

    const { body } = await call('AWSEvents.PutEvents', {
      Entries: [{ ...entry, Time: 1795246000 }],
    })

    expect(body).toEqual({ FailedEntryCount: 0, Entries: [{ EventId: expect.any(String) }] })
  })

  it.each([1e300, 'yesterday', true, {}])('fails an entry with the time %j', async (Time) => {
    const entry = { EventBusName: 'changes', Source: 's', DetailType: 't', Detail: '{}' }

    const { status, body } = await call('AWSEvents.PutEvents', { Entries: [{ ...entry, Time }] })

    expect(status).toBe(200)
    expect(body).toMatchObject({ Entries: [{ ErrorCode: 'InvalidArgument' }] })
  })

  it.each([null, 'text', [1]])('refuses a call with the entry %j', async (entry) => {
    const good = { EventBusName: 'changes', Source: 's', DetailType: 't', Detail: '{}' }

    const { status, body } = await call('AWSEvents.PutEvents', { Entries: [good, entry] })

    expect(status).toBe(400)
    expect(body).toEqual({
      __type: 'ValidationException',
      message: 'Entries.2 must be an object',
    })
  })

  it('refuses an action that is not modelled, by its name', async () => {
    const { status, body } = await call('AWSEvents.PutRule', {})

    expect(status).toBe(400)
    expect(body).toEqual({
      __type: 'UnknownOperationException',
      message: 'The local runtime does not model AWSEvents.PutRule',
    })
  })

  it('takes one reply for each custom resource that is waited for', async () => {
    const asked = { StackId: 'arn:stack', RequestId: 'r-1', LogicalResourceId: 'Index' }
    const { responseUrl, reply } = endpoints.customResourceReplies.expect(asked)
    const body = JSON.stringify({ Status: 'SUCCESS', PhysicalResourceId: 'x', ...asked })
    const put = () => fetch(responseUrl, { method: 'PUT', body })

    const statuses = [(await put()).status, (await put()).status]

    expect(statuses).toEqual([200, 404])
    expect(await reply).toMatchObject({ PhysicalResourceId: 'x' })
  })
})
