import { modelled, objectOf } from '../../template/property-support.ts'
import type { ResourceModel } from '../resource-model.ts'

/** Another name of a key. */
export const kmsAlias: ResourceModel = {
  type: 'AWS::KMS::Alias',

  support: objectOf(
    { AliasName: modelled(), TargetKeyId: modelled() },
    { required: ['AliasName', 'TargetKeyId'] },
  ),

  async create({ properties }, { policies }) {
    const alias = String(properties.AliasName)
    policies.keys.addAlias(alias, String(properties.TargetKeyId))
    return { ref: alias, attributes: {} }
  },
}
