import { isRecord } from '../../../shared/json/is-record.ts'
import { type Policy, readPolicy } from '../../policies/policy-document.ts'
import { readTrust } from '../../policies/read-trust.ts'
import {
  because,
  listOf,
  modelled,
  noLocalMeaning,
  objectOf,
} from '../../template/property-support.ts'
import { ACCOUNT_ID, PARTITION } from '../../template/stack-names.ts'
import type { ResourceModel } from '../resource-model.ts'

/** A role: what its inline policies say is what its function or Pipe may do. */
export const iamRole: ResourceModel = {
  type: 'AWS::IAM::Role',

  support: objectOf(
    {
      AssumeRolePolicyDocument: modelled(),
      Policies: listOf(
        objectOf(
          { PolicyName: modelled(), PolicyDocument: modelled() },
          { required: ['PolicyName', 'PolicyDocument'] },
        ),
      ),
      Path: modelled(),
      RoleName: modelled(),
      Description: noLocalMeaning(because.description),
      MaxSessionDuration: noLocalMeaning('No session ends locally.'),
      Tags: noLocalMeaning(because.tags),
    },
    { required: ['AssumeRolePolicyDocument'] },
  ),

  async create({ logicalId, properties }, { names, policies }) {
    const name = String(properties.RoleName ?? names.physicalName(logicalId))
    const arn = `arn:${PARTITION}:iam::${ACCOUNT_ID}:role${properties.Path ?? '/'}${name}`
    policies.addRole({
      logicalId,
      arn,
      name,
      policies: readInline(properties.Policies, logicalId),
      trusts: readTrust(properties.AssumeRolePolicyDocument),
    })
    return { ref: name, attributes: { Arn: arn, RoleId: name } }
  },
}

function readInline(value: unknown, logicalId: string): Policy[] {
  const policies = Array.isArray(value) ? value.filter(isRecord) : []
  return policies.map(({ PolicyDocument }) =>
    readPolicy(PolicyDocument, { logicalId, kind: 'identity' }),
  )
}
