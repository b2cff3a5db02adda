import { createHash, createHmac } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { createIamToken } from './valkey-iam-token.ts'

const SECRET = 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY'
const SESSION = 'a+session/token=='

const token = () =>
  createIamToken({
    cacheName: 'tailrace-prod',
    user: 'invalidator',
    region: 'eu-west-1',
    credentials: { accessKeyId: 'AKID', secretAccessKey: SECRET, sessionToken: SESSION },
    signingDate: new Date('2026-11-21T07:26:36.789Z'),
  })

describe('createIamToken', () => {
  it('is a request to connect to the cache as the user, good for a quarter of an hour', async () => {
    const [place, query] = (await token()).split('?')

    expect(place).toBe('tailrace-prod/')
    expect(Object.fromEntries(new URLSearchParams(query))).toEqual({
      Action: 'connect',
      ResourceType: 'ServerlessCache',
      User: 'invalidator',
      'X-Amz-Algorithm': 'AWS4-HMAC-SHA256',
      'X-Amz-Credential': 'AKID/20261121/eu-west-1/elasticache/aws4_request',
      'X-Amz-Date': '20261121T072636Z',
      'X-Amz-Expires': '900',
      'X-Amz-Security-Token': SESSION,
      'X-Amz-Signature': expect.stringMatching(/^[0-9a-f]{64}$/),
      'X-Amz-SignedHeaders': 'host',
    })
  })

  it('is signed as AWS describes', async () => {
    const [, query = ''] = (await token()).split('?')
    const parameters = query.split('&')
    const signed = parameters.filter((one) => !one.startsWith('X-Amz-Signature=')).toSorted()

    const request = ['GET', '/', signed.join('&'), 'host:tailrace-prod', '', 'host', sha256('')]
    const scope = '20261121/eu-west-1/elasticache/aws4_request'
    const text = ['AWS4-HMAC-SHA256', '20261121T072636Z', scope, sha256(request.join('\n'))]
    const key = scope
      .split('/')
      .reduce((secret: string | Buffer, part) => hmac(secret, part), `AWS4${SECRET}`)
    const signature = hmac(key, text.join('\n')).toString('hex')

    expect(parameters).toContain(`X-Amz-Signature=${signature}`)
  })

  it('tells nothing of the secret that signs it', async () => {
    expect(await token()).not.toContain(SECRET.slice(0, 8))
  })
})

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

function hmac(key: string | Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest()
}
