import { describe, expect, it } from 'vitest'
import { readCustomResourceReply } from './custom-resource-reply.ts'

const asked = { StackId: 'arn:stack', RequestId: 'r-1', LogicalResourceId: 'Index' }

function read(reply: Record<string, unknown>) {
  return readCustomResourceReply(JSON.stringify({ Status: 'SUCCESS', ...asked, ...reply }), asked)
}

describe('readCustomResourceReply', () => {
  it('takes a reply that repeats its request and names what it made', () => {
    expect(read({ PhysicalResourceId: 'made', Data: { a: 1 } })).toEqual({
      Status: 'SUCCESS',
      PhysicalResourceId: 'made',
      Data: { a: 1 },
    })
  })

  it('takes a failure without a physical id, and without a reason', () => {
    expect(read({ Status: 'FAILED', Reason: 'because' })).toMatchObject({ Reason: 'because' })
    expect(read({ Status: 'FAILED' })).toMatchObject({ Reason: 'the function gave no reason' })
  })

  it.each([
    [{ Status: 'OK' }, 'Status is neither SUCCESS nor FAILED'],
    [{ StackId: 'arn:other' }, 'StackId is not the request’s'],
    [{ RequestId: undefined }, 'RequestId is not the request’s'],
    [{ LogicalResourceId: 'index' }, 'LogicalResourceId is not the request’s'],
    [{ Status: 'FAILED', RequestId: 'r-2' }, 'RequestId is not the request’s'],
    [{ PhysicalResourceId: undefined }, 'no PhysicalResourceId'],
    [{ PhysicalResourceId: '' }, 'no PhysicalResourceId'],
    [{ PhysicalResourceId: 'made', Data: [1] }, 'Data is no object'],
    [{ PhysicalResourceId: 'made', Data: { a: 'ü'.repeat(2_048) } }, 'CloudFormation takes 4096'],
  ])('refuses %j', (reply, message) => {
    expect(() => read(reply)).toThrow(message)
  })

  it.each(['{', '[]', ''])('refuses the body "%s"', (body) => {
    expect(() => readCustomResourceReply(body, asked)).toThrow('no JSON object')
  })

  it('takes as many bytes as CloudFormation does', () => {
    const body = JSON.stringify({ Status: 'FAILED', ...asked })

    expect(readCustomResourceReply(body.padEnd(4_096), asked)).toMatchObject({ Status: 'FAILED' })
    expect(() => readCustomResourceReply(body.padEnd(4_097), asked)).toThrow('4097 bytes')
  })
})
