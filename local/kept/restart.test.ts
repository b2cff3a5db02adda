/** A stack that is started again on engines that run on, as on AWS. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PutItemCommand } from '@aws-sdk/client-dynamodb'
import {
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
} from '@aws-sdk/client-sqs'
import { afterEach, beforeEach, describe, expect, inject, it, vi } from 'vitest'
import { uniqueName } from '../../test/builders/unique-name.ts'
import { readTokenKey } from '../agreement/read-token-key.ts'
import { createEngineClients, type EngineClients } from '../engine-clients.ts'
import { type Runtime, startRuntime } from '../runtime.ts'
import type { Signal } from '../signals.ts'
import type { TemplateObject } from '../template/template.ts'
import { keptRules } from './rules.ts'

const WAIT = { timeout: 20_000, interval: 50 }
/** The property is not there. */
const NONE = { Ref: 'AWS::NoValue' }

let dir: string
let stackName: string
let clients: EngineClients
let runtime: Runtime | undefined
let signals: Signal[]
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'tailrace-restart-'))
  stackName = uniqueName('restart')
  clients = createEngineClients(inject('engines'))
  signals = []
})
afterEach(async () => {
  await runtime?.stop()
  clients.destroy()
  await rm(dir, { recursive: true, force: true })
})

const arnOf = (logicalId: string, attribute = 'Arn') => ({ 'Fn::GetAtt': [logicalId, attribute] })

function allow(Action: readonly string[], Resource: unknown, statement: object = {}) {
  return { Effect: 'Allow', Action, Resource, ...statement }
}

/** From a table to a queue, without functions. @param changes of properties, by logical id. */
function aTemplate(changes: Readonly<Record<string, object>> = {}): object {
  const types: Readonly<Record<string, readonly [type: string, properties: object]>> = {
    Table: [
      'AWS::DynamoDB::Table',
      {
        AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
        KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
        StreamSpecification: { StreamViewType: 'NEW_AND_OLD_IMAGES' },
        TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true },
      },
    ],
    Secret: [
      'AWS::SecretsManager::Secret',
      { GenerateSecretString: { SecretStringTemplate: '{"keyId":"k"}', GenerateStringKey: 'key' } },
    ],
    Bucket: ['AWS::S3::Bucket', {}],
    Dlq: ['AWS::SQS::Queue', {}],
    Queue: [
      'AWS::SQS::Queue',
      {
        VisibilityTimeout: 77,
        RedrivePolicy: { deadLetterTargetArn: arnOf('Dlq'), maxReceiveCount: 2 },
      },
    ],
    Policy: [
      'AWS::SQS::QueuePolicy',
      {
        Queues: [{ Ref: 'Queue' }],
        PolicyDocument: {
          Statement: allow(['sqs:SendMessage'], arnOf('Queue'), {
            Principal: { Service: 'events.amazonaws.com' },
          }),
        },
      },
    ],
    Bus: ['AWS::Events::EventBus', { Name: { Ref: 'AWS::StackName' } }],
    Rule: [
      'AWS::Events::Rule',
      {
        EventBusName: { Ref: 'Bus' },
        EventPattern: { source: ['test'] },
        Targets: [{ Id: 'queue', Arn: arnOf('Queue') }],
      },
    ],
    Role: [
      'AWS::IAM::Role',
      {
        AssumeRolePolicyDocument: {},
        Policies: [
          {
            PolicyName: 'own',
            PolicyDocument: {
              Statement: [
                allow(
                  ['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator'],
                  arnOf('Table', 'StreamArn'),
                ),
                allow(['events:PutEvents'], arnOf('Bus')),
              ],
            },
          },
        ],
      },
    ],
    Pipe: [
      'AWS::Pipes::Pipe',
      {
        RoleArn: arnOf('Role'),
        Source: arnOf('Table', 'StreamArn'),
        SourceParameters: {
          DynamoDBStreamParameters: { StartingPosition: 'TRIM_HORIZON', BatchSize: 10 },
        },
        Target: arnOf('Bus'),
        TargetParameters: {
          EventBridgeEventBusParameters: { Source: 'test', DetailType: '$.eventName' },
        },
      },
    ],
  }
  const resources = Object.entries(types).map(([logicalId, [Type, properties]]) => [
    logicalId,
    {
      Type,
      Properties: { ...properties, ...changes[logicalId] },
      ...(logicalId === 'Pipe' && { DependsOn: ['Policy', 'Rule'] }),
    },
  ])
  return { Resources: Object.fromEntries(resources) }
}

/** Ends what runs, and starts the stack again. */
async function start(changes: Readonly<Record<string, TemplateObject>> = {}): Promise<Runtime> {
  await runtime?.stop()
  runtime = undefined
  signals.length = 0
  const templatePath = join(dir, 'template.json')
  await writeFile(templatePath, JSON.stringify(aTemplate(changes)))
  runtime = await startRuntime({
    templatePath,
    parameters: {},
    endpoints: inject('engines'),
    logsDir: join(dir, 'logs'),
    stackName,
    keptDir: join(dir, 'kept'),
    onSignal: (signal) => signals.push(signal),
  })
  return runtime
}

async function put({ resources: { Table } }: Runtime, pk: string): Promise<void> {
  await clients.dynamodb.send(new PutItemCommand({ TableName: Table, Item: { pk: { S: pk } } }))
}

const readKeys = () =>
  signals.flatMap((one) => (one.type === 'record.read' ? [one.record.dynamodb.Keys.pk] : []))

async function delivered(count: number): Promise<void> {
  const ofType = () => signals.filter(({ type }) => type === 'event.delivered')
  await vi.waitFor(() => expect(ofType()).toHaveLength(count), WAIT)
}

function readSecret({ endpoints, resources }: Runtime): Promise<unknown> {
  const endpoint = endpoints.secretsmanager
  return readTokenKey({ endpoint, region: 'eu-west-1', secretId: resources.Secret ?? '' })
}

async function attributesOf({ resources: { Queue } }: Runtime) {
  const asked = { QueueUrl: Queue, AttributeNames: ['All' as const] }
  return (await clients.sqs.send(new GetQueueAttributesCommand(asked))).Attributes
}

describe('a stack that is started again', () => {
  it('goes on in its stream with the same secret and resources', async () => {
    const first = await start()
    await put(first, 'a')
    await delivered(1)
    const before = { secret: await readSecret(first), resources: first.resources }

    const next = await start()
    await put(next, 'b')
    await delivered(1)

    expect(readKeys()).toEqual([{ S: 'b' }])
    expect({ secret: await readSecret(next), resources: next.resources }).toEqual(before)
  })

  it(keptRules.settingsAnew.text, async () => {
    const first = await start()
    const { Queue } = first.resources
    await clients.sqs.send(new SendMessageCommand({ QueueUrl: Queue, MessageBody: 'kept' }))

    const changed = await start({ Queue: { VisibilityTimeout: 78 } })
    const withOther = await attributesOf(changed)
    const cleared = await start({ Queue: { VisibilityTimeout: NONE, RedrivePolicy: NONE } })
    const withNone = await attributesOf(cleared)

    expect(withOther).toMatchObject({ VisibilityTimeout: '78' })
    expect(withOther?.RedrivePolicy).toContain('"maxReceiveCount":2')
    expect(withNone).toMatchObject({ VisibilityTimeout: '30' })
    expect(withNone?.RedrivePolicy).toBeUndefined()
    const { Messages = [] } = await clients.sqs.send(new ReceiveMessageCommand({ QueueUrl: Queue }))
    expect(Messages.map(({ Body }) => Body)).toEqual(['kept'])
  })

  describe(keptRules.sameTable.text, () => {
    const KeySchema = [{ AttributeName: 'id', KeyType: 'HASH' }]
    const AttributeDefinitions = [{ AttributeName: 'id', AttributeType: 'S' }]
    const withNumbers = [{ AttributeName: 'pk', AttributeType: 'N' }]
    it.each([
      ['key or stream', { KeySchema, AttributeDefinitions }],
      ['key or stream', { AttributeDefinitions: withNumbers }],
      ['key or stream', { StreamSpecification: { StreamViewType: 'NEW_IMAGE' } }],
      ['time to live', { TimeToLiveSpecification: { AttributeName: 'other', Enabled: true } }],
      ['time to live', { TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: false } }],
    ])('another %s: %j', async (what, Table) => {
      const { resources } = await start()

      await expect(start({ Table: Table as TemplateObject })).rejects.toThrow(
        `Table (AWS::DynamoDB::Table) could not be created: the table ${resources.Table} exists with another ${what}: start without --keep, which leaves what is kept alone, or remove ${join(dir, 'kept')} to keep anew`,
      )
    })
  })

  it(keptRules.secrets.text, async () => {
    const first = await readSecret(await start())
    const other = { SecretStringTemplate: '{"keyId":"k"}', GenerateStringKey: 'key' }

    expect(await readSecret(await start())).toEqual(first)
    await expect(
      start({ Secret: { GenerateSecretString: { ...other, PasswordLength: 40 } } }),
    ).rejects.toThrow('was generated by another GenerateSecretString: start without --keep')
  })
})
