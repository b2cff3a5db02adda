import { describe, expect, it } from 'vitest'
import { createFakeClock } from '../fake-clock.ts'
import { createLocalMapping } from '../resources/event-source-mapping/local-mapping.ts'
import { mappingRules } from '../resources/event-source-mapping/rules.ts'
import type { SignalBody } from '../signals.ts'
import { serveMappings } from './mappings-api.ts'

const PATH = '/2015-03-31/event-source-mappings/91eaeb7e'
const CHANGED = { mapping: 'SearchMapping', type: 'mapping.state' } as const

function serve(ending: Promise<void> = Promise.resolve()) {
  const signals: SignalBody[] = []
  let runs = 0
  const mapping = createLocalMapping({
    uuid: '91eaeb7e',
    functionArn: 'arn:aws:lambda:eu-west-1:000000000000:function:projector',
    logicalId: 'SearchMapping',
    properties: { EventSourceArn: 'arn:aws:sqs:eu-west-1:000000000000:Q', BatchSize: 500 },
    isEnabled: true,
    run: () => {
      runs++
      return { stop: () => ending }
    },
    clock: createFakeClock(),
    emit: (signal) => signals.push(signal),
  })
  const handle = serveMappings(new Map([[mapping.uuid, mapping]]), (headers) =>
    headers['x-function'] === undefined ? undefined : String(headers['x-function']),
  )
  const call = (method: string, path = PATH, body: unknown = undefined, by?: string) => {
    const headers = by === undefined ? {} : { 'x-function': by }
    const reply = handle({ method, path, headers, body: JSON.stringify(body) ?? '' })
    return { status: reply?.status, body: JSON.parse(reply?.body ?? '{}') }
  }
  const enable = (Enabled: boolean, by?: string) => call('PUT', PATH, { Enabled }, by)
  return { mapping, handle, call, enable, signals, runs: () => runs }
}

describe("Lambda's API of mappings", () => {
  it(mappingRules.mappingsApi.text, async () => {
    const { call, enable, mapping } = serve()

    expect(call('GET')).toEqual({
      status: 200,
      body: {
        UUID: '91eaeb7e',
        State: 'Enabled',
        StateTransitionReason: 'USER_INITIATED',
        LastModified: Date.parse('2026-11-21T07:26:36Z') / 1000,
        FunctionArn: 'arn:aws:lambda:eu-west-1:000000000000:function:projector',
        EventSourceArn: 'arn:aws:sqs:eu-west-1:000000000000:Q',
        BatchSize: 500,
      },
    })
    expect(enable(false)).toMatchObject({ status: 202, body: { State: 'Disabling' } })
    await mapping.stop()
    expect(call('GET').body).toMatchObject({ State: 'Disabled' })

    expect(call('DELETE')).toMatchObject({
      status: 400,
      body: { __type: 'UnknownOperationException', message: `DELETE ${PATH} is not modelled` },
    })
    expect(call('PUT', PATH, { Enabled: true, BatchSize: 1 })).toMatchObject({
      status: 400,
      body: { __type: 'InvalidParameterValueException', message: 'BatchSize is not modelled' },
    })
    expect(call('PUT', PATH, 'text').status).toBe(400)
    expect(call('GET', `${PATH}0`)).toMatchObject({
      status: 404,
      body: { __type: 'ResourceNotFoundException' },
    })
  })

  it(mappingRules.inUse.text, async () => {
    const ending = Promise.withResolvers<void>()
    const { enable, mapping } = serve(ending.promise)
    enable(false)

    const refused = [enable(true), enable(false)]
    ending.resolve()
    await mapping.stop()

    expect(refused).toMatchObject(
      Array(2).fill({ status: 400, body: { __type: 'ResourceInUseException' } }),
    )
    expect(enable(true)).toMatchObject({ status: 202, body: { State: 'Enabled' } })
  })

  it(mappingRules.enabledAgain.text, async () => {
    const { enable, mapping, signals, runs } = serve()
    enable(true)
    enable(false, 'BreakerLambdaFunction')
    await mapping.stop()
    enable(false)
    enable(true)
    enable(true)

    expect(runs()).toBe(2)
    expect(signals).toEqual([
      { ...CHANGED, state: 'Disabling', by: 'BreakerLambdaFunction' },
      { ...CHANGED, state: 'Disabled', by: 'BreakerLambdaFunction' },
      { ...CHANGED, state: 'Enabled' },
    ])
  })

  it('leaves other requests to others', () => {
    const { handle } = serve()

    expect(handle({ method: 'GET', path: '/v1/pipes/x', headers: {}, body: '' })).toBeUndefined()
  })
})
