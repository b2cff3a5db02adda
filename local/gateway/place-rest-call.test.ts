import { describe, expect, it } from 'vitest'
import { AccessDenied } from '../policies/authorize.ts'
import { names } from './a-gateway.ts'
import { deniedReply } from './denied-reply.ts'
import { placeRestCall } from './place-rest-call.ts'

const PIPE = 'arn:aws:pipes:eu-west-1:000000000000:pipe/changes'
const MAPPING = 'arn:aws:lambda:eu-west-1:000000000000:event-source-mapping:a-b'
const MAPPINGS = '/2015-03-31/event-source-mappings'

describe('placeRestCall', () => {
  it.each([
    ['pipes', 'GET', '/v1/pipes/changes', 'pipes:DescribePipe', PIPE],
    ['pipes', 'POST', '/v1/pipes/changes/stop', 'pipes:StopPipe', PIPE],
    ['pipes', 'POST', '/v1/pipes/changes/start', 'pipes:StartPipe', PIPE],
    ['lambda', 'GET', `${MAPPINGS}/a-b`, 'lambda:GetEventSourceMapping', MAPPING],
    ['lambda', 'PUT', `${MAPPINGS}/a-b`, 'lambda:UpdateEventSourceMapping', MAPPING],
  ])('%s %s %s is %s', (service, method, path, action, resource) => {
    expect(placeRestCall({ service, method, path }, names)).toEqual([{ action, resource }])
  })

  it.each([
    ['pipes', 'DELETE', '/v1/pipes/changes'],
    ['lambda', 'POST', `${MAPPINGS}/a-b`],
    ['lambda', 'GET', '/v1/pipes/changes'],
  ])('refuses by name what it does not know: %s %s %s', (service, method, path) => {
    expect(() => placeRestCall({ service, method, path }, names)).toThrow(
      `The local runtime does not model ${method} ${path} of ${service}`,
    )
  })
})

describe('deniedReply', () => {
  it('denies as REST services do, with 403', () => {
    const reason = 'none'
    const denied = new AccessDenied({
      ...{ caller: 'Role', action: 'pipes:StopPipe', resource: PIPE, reason },
    })

    expect(deniedReply('pipes', denied, 'arn:user')).toMatchObject({
      status: 403,
      body: expect.stringContaining('not authorized to perform: pipes:StopPipe'),
    })
  })
})
