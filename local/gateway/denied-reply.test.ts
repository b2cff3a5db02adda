import { describe, expect, it } from 'vitest'
import { AccessDenied } from '../policies/authorize.ts'
import { policyRules } from '../policies/rules.ts'
import { deniedReply } from './denied-reply.ts'

const KEY = 'arn:aws:kms:eu-west-1:000000000000:key/k1'
const USER = 'arn:aws:sts::000000000000:assumed-role/Role/function'
const WORDS = `User: ${USER} is not authorized to perform: kms:Decrypt on resource: ${KEY} because no policy allows the kms:Decrypt action`

const denied = new AccessDenied({
  caller: 'Role',
  action: 'kms:Decrypt',
  resource: KEY,
  reason: 'no statement of Role allows it',
})

describe('deniedReply', () => {
  it.each([
    ['sqs', 400, { __type: 'com.amazonaws.sqs#KmsAccessDenied', message: WORDS }],
    [
      'dynamodb',
      400,
      { __type: 'AccessDeniedException', message: `KMS key access denied error: ${WORDS}` },
    ],
    [
      'secretsmanager',
      400,
      { __type: 'AccessDeniedException', message: 'Access to KMS is not allowed' },
    ],
  ])(`${policyRules.deniedAsTheServiceSays.text}: %s, for a key`, (service, status, body) => {
    const reply = deniedReply(service, denied, USER)

    expect(reply.status).toBe(status)
    expect(JSON.parse(reply.body)).toEqual(body)
  })

  it(`${policyRules.deniedAsTheServiceSays.text}: s3, for a key`, () => {
    const { status, body } = deniedReply('s3', denied, USER)

    expect(status).toBe(403)
    expect(body).toContain(`<Code>AccessDenied</Code><Message>${WORDS}</Message>`)
  })

  it('gives clients of SQS the code of the older protocol too', () => {
    const { headers } = deniedReply('sqs', denied, USER)

    expect(headers['x-amzn-query-error']).toBe('KMS.AccessDeniedException;Sender')
  })
})
