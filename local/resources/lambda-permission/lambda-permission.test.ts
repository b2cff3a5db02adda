import { beforeEach, describe, expect, it } from 'vitest'
import type { LocalFunction } from '../../functions/local-function.ts'
import { createAccessControl } from '../../policies/access-control.ts'
import { createPolicyRegister, type PolicyRegister } from '../../policies/policy-register.ts'
import { policyRules } from '../../policies/rules.ts'
import { nameStack } from '../../template/stack-names.ts'
import type { Stack } from '../resource-model.ts'
import { lambdaPermission } from './lambda-permission.ts'

const BREAKER = 'arn:aws:lambda:eu-west-1:000000000000:function:breaker'
const ALARM = 'arn:aws:cloudwatch:eu-west-1:000000000000:alarm'
const ALARMS = 'lambda.alarms.cloudwatch.amazonaws.com'

let policies: PolicyRegister
beforeEach(() => {
  policies = createPolicyRegister()
})

function permit(properties: Record<string, string>) {
  const functions = new Map([[BREAKER, { name: 'breaker' } as LocalFunction]])
  const stack = { names: nameStack('test'), policies, functions } as unknown as Stack
  return lambdaPermission.create(
    {
      logicalId: 'Permission',
      type: lambdaPermission.type,
      properties: {
        Action: 'lambda:InvokeFunction',
        FunctionName: 'breaker',
        Principal: ALARMS,
        ...properties,
      },
    },
    stack,
  )
}

/** Of these alarms, those that may invoke it. */
function allowed(...alarms: readonly string[]): readonly string[] {
  const access = createAccessControl({
    register: policies,
    emit: () => undefined,
    logicalIdOf: () => undefined,
  })
  return alarms.filter((alarm) => {
    const asAlarm = access.ofService({ service: ALARMS, sourceArn: `${ALARM}:${alarm}` })
    try {
      asAlarm('lambda:InvokeFunction', BREAKER)
      return true
    } catch {
      // Denied, which is what is asked here.
      return false
    }
  })
}

describe('a permission', () => {
  it(policyRules.functionPermissions.text, async () => {
    expect(allowed('a', 'b', 'c')).toEqual([])

    await permit({ SourceArn: `${ALARM}:a`, SourceAccount: '000000000000' })
    await permit({ SourceArn: `${ALARM}:b` })
    expect(allowed('a', 'b', 'c')).toEqual(['a', 'b'])

    await permit({ FunctionName: BREAKER })
    expect(allowed('a', 'b', 'c')).toEqual(['a', 'b', 'c'])
  })

  it('lets nobody in of another account, or another service', async () => {
    await permit({ SourceAccount: '111122223333' })
    await permit({ Principal: 'events.amazonaws.com' })

    expect(allowed('a')).toEqual([])
  })

  it('is refused for a function that is not in the stack', async () => {
    await expect(permit({ FunctionName: 'other' })).rejects.toThrow(
      'the function other is not in this stack',
    )
  })
})
