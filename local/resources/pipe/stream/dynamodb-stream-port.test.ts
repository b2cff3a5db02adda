import { CreateTableCommand, PutItemCommand } from '@aws-sdk/client-dynamodb'
import { DescribeStreamCommand, GetShardIteratorCommand } from '@aws-sdk/client-dynamodb-streams'
import { beforeEach, describe, expect, inject, it, onTestFinished } from 'vitest'
import { uniqueName } from '../../../../test/builders/unique-name.ts'
import { createEngineClients, type EngineClients } from '../../../engine-clients.ts'
import { createDynamoDbStreamPort } from './dynamodb-stream-port.ts'
import { recordsBySdk } from './records-by-sdk.ts'
import { toSourceRecord } from './to-source-record.ts'

/** Each type there is, nested as well, with what a number or a text of JavaScript would not keep. */
const ITEM = {
  pk: { S: 'a' },
  longest: { N: '-12345678901234567890123456789012345678' },
  smallest: { N: '1E-130' },
  text: { S: 'ü€😀"\\\n\u2028' },
  bytes: { B: new Uint8Array([0, 255, 128, 10]) },
  none: { NULL: true },
  no: { BOOL: false },
  texts: { SS: ['b', 'a'] },
  numbers: { NS: ['0.1', '12345678901234567890'] },
  sets: { BS: [new Uint8Array([1]), new Uint8Array([255])] },
  list: { L: [{ B: new Uint8Array([7]) }, { M: { deep: { N: '1.50' } } }] },
  map: { M: { bytes: { B: new Uint8Array([9]) }, constructor: { S: 'x' } } },
  empty: {
    M: { text: { S: '' }, bytes: { B: new Uint8Array() }, list: { L: [] }, map: { M: {} } },
  },
}

let clients: EngineClients
let arn: string
beforeEach(async () => {
  clients = createEngineClients(inject('engines'))
  onTestFinished(() => clients.destroy())
  const TableName = uniqueName('stream')
  const { TableDescription } = await clients.dynamodb.send(
    new CreateTableCommand({
      TableName,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
      StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' },
    }),
  )
  arn = TableDescription?.LatestStreamArn ?? ''
  for (const note of ['first', 'second']) {
    const Item = { ...ITEM, note: { S: note } }
    await clients.dynamodb.send(new PutItemCommand({ TableName, Item }))
  }
})

/** The same records by the SDK. */
async function readBySdk() {
  const { streams } = clients
  const { StreamDescription } = await streams.send(new DescribeStreamCommand({ StreamArn: arn }))
  const [{ ShardId } = {}] = StreamDescription?.Shards ?? []
  const place = { StreamArn: arn, ShardId, ShardIteratorType: 'TRIM_HORIZON' } as const
  const { ShardIterator } = await streams.send(new GetShardIteratorCommand(place))
  const { Records = [] } = await recordsBySdk(streams).call('GetRecords', { ShardIterator })
  return Records.map((record) => toSourceRecord(record, arn))
}

async function openPort() {
  const port = createDynamoDbStreamPort(clients, arn)
  const { shards } = await port.describe()
  const [{ shardId } = { shardId: '' }] = shards
  return { port, shardId, iterator: await port.openShard(shardId, 'TRIM_HORIZON') }
}

describe('a stream of DynamoDB Local', () => {
  it('gives each record as the SDK gives it, values to the digit and to the byte', async () => {
    const { port, iterator } = await openPort()

    const { records } = await port.read(iterator)

    expect(records).toEqual(await readBySdk())
    expect(records.map(({ dynamodb }) => dynamodb)).toMatchObject([
      { Keys: { pk: { S: 'a' } }, NewImage: { note: { S: 'first' }, bytes: { B: 'AP+ACg==' } } },
      {
        OldImage: { note: { S: 'first' }, longest: ITEM.longest },
        NewImage: { note: { S: 'second' }, list: { L: [{ B: 'Bw==' }, ITEM.list.L[1]] } },
      },
    ])
  })

  it('goes on where a read ended', async () => {
    const { port, iterator } = await openPort()

    const { nextIterator = '' } = await port.read(iterator)

    expect((await port.read(nextIterator)).records).toEqual([])
  })

  it('refuses by the name that the API has for it', async () => {
    const { port, iterator } = await openPort()

    await expect(port.read('none')).rejects.toMatchObject({ name: 'ValidationException' })
    await expect(port.read(`${iterator}0`)).rejects.toMatchObject({
      name: expect.stringMatching(/Exception$/),
      $metadata: { httpStatusCode: 400 },
    })
  })
})
