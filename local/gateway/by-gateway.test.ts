import { describe, expect, it } from 'vitest'
import { policyRules } from '../policies/rules.ts'
import { byGateway } from './by-gateway.ts'

const hosts = { sqs: 'http://127.0.0.1:4566', gateway: 'http://127.0.0.1:9999' }

describe('byGateway', () => {
  it('leads queue URLs through the gateway, wherever they stand in a variable', () => {
    const variables = {
      QUEUE: 'http://127.0.0.1:4566/000000000000/a',
      BOTH: '["http://127.0.0.1:4566/1/a","http://127.0.0.1:4566/1/b"]',
      OTHER: 'http://127.0.0.1:45661/x',
    }

    expect(byGateway(variables, hosts)).toEqual({
      QUEUE: 'http://127.0.0.1:9999/000000000000/a',
      BOTH: '["http://127.0.0.1:9999/1/a","http://127.0.0.1:9999/1/b"]',
      OTHER: 'http://127.0.0.1:45661/x',
    })
  })

  it(policyRules.openSearch.text, () => {
    const variables = { SEARCH: 'http://127.0.0.1:9200' }

    expect(byGateway(variables, hosts)).toEqual(variables)
  })
})
