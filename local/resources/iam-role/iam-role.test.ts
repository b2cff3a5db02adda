import { describe, expect, it } from 'vitest'
import { aStatement } from '../../policies/a-policy.ts'
import { createPolicyRegister } from '../../policies/policy-register.ts'
import { policyRules } from '../../policies/rules.ts'
import { checkSupport } from '../../template/check-support.ts'
import { nameStack } from '../../template/stack-names.ts'
import type { TemplateObject } from '../../template/template.ts'
import type { Stack } from '../resource-model.ts'
import { iamRole } from './iam-role.ts'

const policies = createPolicyRegister()
// What the model uses of it, and no more.
const stack = { names: nameStack('roles'), policies } as unknown as Stack

function aRole(properties: object = {}): TemplateObject {
  const PolicyDocument = { Statement: [aStatement()] }
  const inline = [{ PolicyName: 'own', PolicyDocument }]
  return { AssumeRolePolicyDocument: {}, Policies: inline, ...properties } as TemplateObject
}

const create = (properties: TemplateObject) =>
  iamRole.create({ logicalId: 'Role', type: iamRole.type, properties }, stack)

describe('iamRole', () => {
  it('registers what its inline policies say under its ARN', async () => {
    const { ref, attributes } = await create(aRole())

    expect(attributes.Arn).toBe(`arn:aws:iam::000000000000:role/${ref}`)
    expect(policies.findRole(attributes.Arn)).toMatchObject({
      logicalId: 'Role',
      policies: [{ logicalId: 'Role', statements: [{ effect: 'Allow' }] }],
    })
  })

  it('has name and path as they are given', async () => {
    const { ref, attributes } = await create(aRole({ RoleName: 'sender', Path: '/a/b/' }))

    expect([ref, attributes.Arn]).toEqual(['sender', 'arn:aws:iam::000000000000:role/a/b/sender'])
  })

  it(policyRules.rolesOfTheStack.text, () => {
    const ManagedPolicyArns = ['arn:aws:iam::aws:policy/AdministratorAccess']

    expect(checkSupport(aRole({ ManagedPolicyArns }), iamRole.support).refused).toMatchObject([
      { path: 'ManagedPolicyArns', message: 'is not modelled' },
    ])
    expect(checkSupport(aRole(), iamRole.support).refused).toEqual([])
  })

  it(policyRules.malformed.text, async () => {
    const PolicyDocument = { Statement: [aStatement({ Sid: 'Send', Effect: 'Perhaps' })] }
    const Policies = [{ PolicyName: 'own', PolicyDocument }]

    await expect(create(aRole({ Policies }))).rejects.toThrow(
      'Send: Effect must be Allow or Deny, not Perhaps',
    )
  })
})
