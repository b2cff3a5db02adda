import { describe, expect, it } from 'vitest'
import { aPolicy, aQueuePolicy, aStatement } from './a-policy.ts'
import { listUnmodelledConditions } from './unmodelled-conditions.ts'

const Condition = {
  ArnLike: { 'aws:SourceArn': 'arn:aws:s3:::b', 'kms:EncryptionContext:x': 'y' },
  DateLessThan: { 'aws:CurrentTime': '2030-01-01T00:00:00Z' },
}

describe('listUnmodelledConditions', () => {
  it('names statement, operator and key of what is not modelled', () => {
    expect(listUnmodelledConditions([aPolicy([aStatement({ Sid: 'Send', Condition })])])).toEqual([
      { policy: 'Role', statement: 'Send', condition: 'ArnLike kms:EncryptionContext:x' },
      { policy: 'Role', statement: 'Send', condition: 'DateLessThan aws:CurrentTime' },
    ])
  })

  it('is silent on statements about calls that nobody makes here', () => {
    const Action = ['ec2:CreateNetworkInterface', 'ec2:DescribeSubnets']

    expect(listUnmodelledConditions([aPolicy([aStatement({ Action, Condition })])])).toEqual([])
    const both = [...Action, 'sqs:SendMessage']
    expect(
      listUnmodelledConditions([aPolicy([aStatement({ Action: both, Condition })])]),
    ).toHaveLength(2)
  })

  it.each([
    ['*', 2],
    [{ Service: 'events.amazonaws.com' }, 2],
    [{ AWS: '000000000000' }, 2],
    [{ Service: 'logs.eu-west-1.amazonaws.com' }, 0],
  ])('is silent on statements about nobody who calls here: principal %j', (Principal, count) => {
    const policy = aQueuePolicy([aStatement({ Principal, Condition })])

    expect(listUnmodelledConditions([policy])).toHaveLength(count)
  })
})
