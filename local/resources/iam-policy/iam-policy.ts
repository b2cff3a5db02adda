import { readPolicy } from '../../policies/policy-document.ts'
import { modelled, objectOf } from '../../template/property-support.ts'
import type { ResourceModel } from '../resource-model.ts'

/** A policy apart from the roles that it is attached to. */
export const iamPolicy: ResourceModel = {
  type: 'AWS::IAM::Policy',

  support: objectOf(
    { PolicyName: modelled(), PolicyDocument: modelled(), Roles: modelled() },
    { required: ['PolicyName', 'PolicyDocument', 'Roles'] },
  ),

  async create({ logicalId, properties }, { policies }) {
    const policy = readPolicy(properties.PolicyDocument, { logicalId, kind: 'identity' })
    const roles = Array.isArray(properties.Roles) ? properties.Roles : [properties.Roles]
    for (const role of roles) policies.attachToRole(String(role), policy)
    return { ref: logicalId, attributes: {} }
  },
}
