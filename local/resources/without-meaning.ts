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

export const typesWithoutMeaning: Readonly<Record<string, TypeWithoutMeaning>> = {
  'AWS::Lambda::Permission': {
    reason: 'Functions are called by Pipes and mappings only, which have roles.',
    standIn: (name) => ({ ref: name, attributes: {} }),
  },
  'AWS::Logs::LogGroup': {
    reason: because.logging,
    standIn: (name, names, { LogGroupName }) => {
      const ref = typeof LogGroupName === 'string' ? LogGroupName : name
      return { ref, attributes: { Arn: names.arn('logs', `log-group:${ref}:*`) } }
    },
  },
}
