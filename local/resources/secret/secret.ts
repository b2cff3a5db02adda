import { randomUUID } from 'node:crypto'
import { isRecord } from '../../../shared/json/is-record.ts'
import { because, modelled, noLocalMeaning, objectOf } from '../../template/property-support.ts'
import type { TemplateObject } from '../../template/template.ts'
import type { ResourceModel } from '../resource-model.ts'
import { generateSecret } from './generate-secret.ts'

const ARN_SUFFIX_LENGTH = 6

/** A secret in memory: a generated one is another at each start. */
export const secret: ResourceModel = {
  type: 'AWS::SecretsManager::Secret',

  support: objectOf({
    Name: modelled(),
    SecretString: modelled(),
    GenerateSecretString: objectOf({
      SecretStringTemplate: modelled(),
      GenerateStringKey: modelled(),
      PasswordLength: modelled(),
      ExcludeCharacters: modelled(),
      ExcludeLowercase: modelled(),
      ExcludeNumbers: modelled(),
      ExcludePunctuation: modelled(),
      ExcludeUppercase: modelled(),
      RequireEachIncludedType: modelled(),
    }),
    Description: noLocalMeaning(because.description),
    KmsKeyId: noLocalMeaning(because.encryption),
    Tags: noLocalMeaning(because.tags),
  }),

  async create({ logicalId, properties }, { names, secrets, clock }) {
    const name = String(properties.Name ?? names.physicalName(logicalId))
    const suffix = names.physicalName(logicalId).slice(-ARN_SUFFIX_LENGTH)
    const arn = names.arn('secretsmanager', `secret:${name}-${suffix}`)
    const value = secretText(properties)
    secrets.set(arn, { arn, name, value, versionId: randomUUID(), createdAt: clock.now() })
    return { ref: arn, attributes: { Id: arn } }
  },
}

function secretText({ GenerateSecretString, SecretString }: TemplateObject): string {
  if (isRecord(GenerateSecretString)) return generateSecret(GenerateSecretString as TemplateObject)
  if (typeof SecretString === 'string') return SecretString
  throw new Error('it has neither SecretString nor GenerateSecretString')
}
