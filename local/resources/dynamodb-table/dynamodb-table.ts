import {
  CreateTableCommand,
  type CreateTableCommandInput,
  DescribeTableCommand,
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
    PointInTimeRecoverySpecification: noLocalMeaning('Engines start empty.'),
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
  { clients }: Stack,
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
  const found = [Table?.KeySchema, Table?.StreamSpecification?.StreamViewType]
  const expected = [wanted.KeySchema, wanted.StreamSpecification?.StreamViewType]
  if (JSON.stringify(found) !== JSON.stringify(expected)) {
    throw new Error(`the table ${wanted.TableName} exists with another key or stream`)
  }
  return Table ?? {}
}

async function enableTimeToLive(
  name: string,
  specification: unknown,
  { clients }: Stack,
): Promise<void> {
  if (!isRecord(specification) || String(specification.Enabled) !== 'true') return
  await clients.dynamodb
    .send(
      new UpdateTimeToLiveCommand({
        TableName: name,
        TimeToLiveSpecification: {
          AttributeName: String(specification.AttributeName),
          Enabled: true,
        },
      }),
    )
    .catch((error: unknown) => {
      // A table that was found has it already.
      if (!(error instanceof Error && /already enabled/i.test(error.message))) throw error
    })
}
