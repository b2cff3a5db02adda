/**
 * The first written list: resource types that change nothing a run on one machine could show.
 * They are not created; `Ref` and `Fn::GetAtt` of them give text of the right shape.
 */
import { isRecord } from '../../shared/json/is-record.ts'
import { because } from '../template/property-support.ts'
import type { StackNames } from '../template/stack-names.ts'
import type { TemplateObject } from '../template/template.ts'
import type { CreatedResource } from './resource-model.ts'

interface TypeWithoutMeaning {
  readonly reason: string
  readonly standIn: (name: string, names: StackNames, properties: TemplateObject) => CreatedResource
}

const CATALOGUE =
  'It describes the lake to Athena; locally DuckDB reads the lake by the same definition.'

export const typesWithoutMeaning: Readonly<Record<string, TypeWithoutMeaning>> = {
  'AWS::Athena::NamedQuery': {
    reason: CATALOGUE,
    standIn: (name) => ({ ref: name, attributes: { NamedQueryId: name } }),
  },
  'AWS::Athena::PreparedStatement': {
    reason: CATALOGUE,
    standIn: (name, _, { StatementName }) => named(StatementName ?? name),
  },
  'AWS::Athena::WorkGroup': {
    reason: CATALOGUE,
    standIn: (name, _, { Name }) => named(Name ?? name),
  },
  'AWS::Glue::Database': {
    reason: CATALOGUE,
    standIn: (name, _, { DatabaseInput }) => named(nameIn(DatabaseInput) ?? name),
  },
  'AWS::Glue::Table': {
    reason: CATALOGUE,
    standIn: (name, _, { TableInput }) => named(nameIn(TableInput) ?? name),
  },
  'AWS::IAM::ManagedPolicy': {
    reason: 'It waits for the role of an operator, and locally everybody is one.',
    standIn: (name, names) => ({ ref: names.arn('iam', `policy/${name}`), attributes: {} }),
  },
  'AWS::Logs::LogGroup': {
    reason: because.logging,
    standIn: (name, names, { LogGroupName }) => {
      const ref = typeof LogGroupName === 'string' ? LogGroupName : name
      return { ref, attributes: { Arn: names.arn('logs', `log-group:${ref}:*`) } }
    },
  },
  'AWS::Logs::LogStream': {
    reason: because.logging,
    standIn: (name, _, { LogStreamName }) => named(LogStreamName ?? name),
  },
}

function named(name: unknown): CreatedResource {
  return { ref: String(name), attributes: {} }
}

function nameIn(input: unknown): unknown {
  return isRecord(input) ? input.Name : undefined
}
