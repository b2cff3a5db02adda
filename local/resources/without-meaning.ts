/**
 * The first written list: resource types that change nothing a run on one machine could show.
 * They are not created; `Ref` and `Fn::GetAtt` of them give text of the right shape.
 */
import { because } from '../template/property-support.ts'
import type { StackNames } from '../template/stack-names.ts'
import type { TemplateObject } from '../template/template.ts'
import type { CreatedResource } from './resource-model.ts'

interface TypeWithoutMeaning {
  readonly reason: string
  readonly standIn: (name: string, names: StackNames, properties: TemplateObject) => CreatedResource
}

const nameOnly: TypeWithoutMeaning['standIn'] = (name) => ({ ref: name, attributes: {} })

export const typesWithoutMeaning: Readonly<Record<string, TypeWithoutMeaning>> = {
  'AWS::Lambda::Permission': { reason: because.iam, standIn: nameOnly },
  'AWS::S3::BucketPolicy': { reason: because.iam, standIn: nameOnly },
  'AWS::Events::EventBusPolicy': { reason: because.iam, standIn: nameOnly },
  'AWS::SecretsManager::ResourcePolicy': { reason: because.iam, standIn: nameOnly },
  'AWS::KMS::Key': {
    reason: because.encryption,
    standIn: (name, names) => ({
      ref: name,
      attributes: { Arn: names.arn('kms', `key/${name}`), KeyId: name },
    }),
  },
  'AWS::KMS::Alias': { reason: because.encryption, standIn: nameOnly },
  'AWS::Logs::LogGroup': {
    reason: because.logging,
    standIn: (name, names, { LogGroupName }) => {
      const ref = typeof LogGroupName === 'string' ? LogGroupName : name
      return { ref, attributes: { Arn: names.arn('logs', `log-group:${ref}:*`) } }
    },
  },
}
