import { describe, expect, it } from 'vitest'
import type { LocalFunction } from '../../functions/local-function.ts'
import { AccessDenied } from '../../policies/authorize.ts'
import { policyRules } from '../../policies/rules.ts'
import { withEnvironmentKey } from './with-environment-key.ts'

const denied = new AccessDenied({
  caller: 'Role',
  action: 'kms:Decrypt',
  resource: 'arn:key',
  reason: 'no statement of Role allows it',
})

function aFunction(): LocalFunction {
  return {
    name: 'function',
    roleArn: 'arn:role',
    timeoutMs: 1_000,
    invoke: async (payload) => ({ ok: true, payload }),
    stop: async () => undefined,
  }
}

describe('withEnvironmentKey', () => {
  it(policyRules.keyOfEnvironment.text, async () => {
    const lambda = withEnvironmentKey(aFunction(), () => {
      throw denied
    })

    expect(await lambda.invoke([])).toEqual({
      ok: false,
      timedOut: false,
      error: {
        errorType: 'KMSAccessDeniedException',
        errorMessage: `Lambda was unable to decrypt the environment variables because KMS access was denied. ${denied.message}`,
      },
    })
  })

  it('runs a function whose role may', async () => {
    const lambda = withEnvironmentKey(aFunction(), () => undefined)

    expect(await lambda.invoke(['payload'])).toEqual({ ok: true, payload: ['payload'] })
  })
})
