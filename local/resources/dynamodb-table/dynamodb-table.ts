import {
  CreateTableCommand,
  type CreateTableCommandInput,
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  ResourceInUseException,
  type TableDescription,
  UpdateTimeToLiveCommand,
} from '@aws-sdk/client-dynamodb'
import { describeLacks, STREAM_VIEW_TYPES } from '../../../shared/change-event/stream-view.ts'
import { isRecord } from '../../../shared/json/is-record.ts'
import {
  because,
  checked,
  listOf,
  modelled,
  noLocalMeaning,
  objectOf,
} from '../../template/property-support.ts'
import type { TemplateObject } from '../../template/template.ts'
import type { ResourceModel, Stack } from '../resource-model.ts'
import { describeKey } from './describe-key.ts'

const key = listOf(objectOf({ AttributeName: modelled(), KeyType: modelled() }))

/** A table on DynamoDB Local, with its stream. */
export const dynamodbTable: ResourceModel = {
  type: 'AWS::DynamoDB::Table',

  support: objectOf({
    TableName: modelled(),
    AttributeDefinitions: listOf(
      objectOf({ AttributeName: modelled(), AttributeType: modelled() }),
    ),
    KeySchema: key,
    BillingMode: modelled('PAY_PER_REQUEST'),
    StreamSpecification: objectOf({
      StreamViewType: checked(modelled(...STREAM_VIEW_TYPES), (viewType) => ({
        notices: describeLacks(viewType),
      })),
    }),
    TimeToLiveSpecification: objectOf({ AttributeName: modelled(), Enabled: modelled() }),
    ContributorInsightsSpecification: noLocalMeaning('Nothing is billed or throttled locally.'),
    DeletionProtectionEnabled: noLocalMeaning('The runtime deletes no table.'),
    PointInTimeRecoverySpecification: noLocalMeaning('Nothing restores a table here.'),
    SSESpecification: noLocalMeaning(because.encryption),
    TableClass: noLocalMeaning('Nothing is billed locally.'),
    Tags: noLocalMeaning(because.tags),
  }),

  async create({ logicalId, properties }, stack) {
    const name = String(properties.TableName ?? stack.names.physicalName(logicalId))
    const wanted = toCreateTable(name, properties)
    const table = await createOrFindTable(wanted, stack)
    await enableTimeToLive(name, properties.TimeToLiveSpecification, stack)

    const attributes: Record<string, string> = { Arn: table.TableArn ?? '' }
    if (table.LatestStreamArn !== undefined) attributes.StreamArn = table.LatestStreamArn
    return { ref: name, attributes }
  },
}

function toCreateTable(name: string, properties: TemplateObject): CreateTableCommandInput {
  const { AttributeDefinitions, KeySchema, StreamSpecification } =
    properties as unknown as CreateTableCommandInput
  return {
    TableName: name,
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions,
    KeySchema,
    ...(StreamSpecification && {
      StreamSpecification: { ...StreamSpecification, StreamEnabled: true },
    }),
  }
}

/** An engine that kept its data has the table already: then it must be the same one. */
async function createOrFindTable(
  wanted: CreateTableCommandInput,
  { clients, kept }: Stack,
): Promise<TableDescription> {
  try {
    const { TableDescription } = await clients.dynamodb.send(new CreateTableCommand(wanted))
    return TableDescription ?? {}
  } catch (error) {
    if (!(error instanceof ResourceInUseException)) throw error
  }
  const { Table } = await clients.dynamodb.send(
    new DescribeTableCommand({ TableName: wanted.TableName }),
  )
  const identify = (table: TableDescription) =>
    `${describeKey(table)}, ${table.StreamSpecification?.StreamViewType}`
  if (Table !== undefined && identify(Table) === identify(wanted)) return Table
  throw otherTable(wanted.TableName, 'key or stream', kept)
}

/** A table that was found may have it already, and has no other. */
async function enableTimeToLive(
  TableName: string,
  specification: unknown,
  { clients: { dynamodb }, kept }: Stack,
): Promise<void> {
  const { TimeToLiveDescription: found } = await dynamodb.send(
    new DescribeTimeToLiveCommand({ TableName }),
  )
  const isEnabled = isRecord(specification) && String(specification.Enabled) === 'true'
  const AttributeName = isEnabled ? String(specification.AttributeName) : undefined
  if (found?.AttributeName === AttributeName) return
  if (found?.AttributeName !== undefined || AttributeName === undefined) {
    throw otherTable(TableName, 'time to live', kept)
  }
  const TimeToLiveSpecification = { AttributeName, Enabled: true }
  await dynamodb.send(new UpdateTimeToLiveCommand({ TableName, TimeToLiveSpecification }))
}

function otherTable(name: string | undefined, what: string, kept: Stack['kept']): Error {
  const wayOut = kept === undefined ? '' : `: ${kept.wayOut}`
  return new Error(`the table ${name} exists with another ${what}${wayOut}`)
}
