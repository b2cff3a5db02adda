// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Fn::Sub is written so
import { randomInt } from 'node:crypto'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DeleteItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb'
import { GetObjectCommand } from '@aws-sdk/client-s3'
import { GetQueueAttributesCommand, ReceiveMessageCommand } from '@aws-sdk/client-sqs'
import { afterEach, beforeEach, describe, expect, inject, it, vi } from 'vitest'
import { createEngineClients, type EngineClients } from './engine-clients.ts'
import { writeFunctionZip } from './functions/write-function-zip.ts'
import { policyRules } from './policies/rules.ts'
import { type Runtime, startRuntime } from './runtime.ts'
import type { Signal } from './signals.ts'

const WAIT = { timeout: 20_000, interval: 50 }

/** Replies to CloudFormation as its request's property `Answer` says. */
const CUSTOM_RESOURCE = `
exports.handler = async (request) => {
  const { StackId, RequestId, LogicalResourceId, ResourceProperties } = request
  const { Answer, Number: number } = ResourceProperties
  const made = { PhysicalResourceId: 'made', Data: { Number: number } }
  const reply = { Status: Answer, Reason: 'because', StackId, RequestId, LogicalResourceId, ...made }
  await fetch(request.ResponseURL, { method: 'PUT', body: JSON.stringify(reply) })
}`
const ENRICHMENT = `
exports.handler = async (records) => records.map((record) => ({
  eventID: record.eventID, type: 'thing.' + record.eventName.toLowerCase(),
  id: record.dynamodb.Keys.pk.S, label: process.env.LABEL }))`
/** Leaves a message that says so in the queue; writes what it gets to its log. */
const SINK = `
exports.handler = async ({ Records }) => {
  const events = Records.map(({ body }) => JSON.parse(body))
  for (const { detail } of events) console.log('got ' + detail.type + ' ' + detail.id + ' ' + detail.label)
  const failed = Records.filter((_, index) => events[index].detail.id === 'bad')
  return { batchItemFailures: failed.map(({ messageId }) => ({ itemIdentifier: messageId })) }
}`

let dir: string
let clients: EngineClients
let running: Runtime[]
let signals: Signal[]
let stacks = 0

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'tailrace-runtime-test-'))
  clients = createEngineClients(inject('engines'))
  running = []
  signals = []
})

afterEach(async () => {
  await Promise.all(running.map((runtime) => runtime.stop()))
  clients.destroy()
  await rm(dir, { recursive: true, force: true })
})

function aRole(...statements: object[]) {
  const document = { Version: '2012-10-17', Statement: statements }
  return {
    Type: 'AWS::IAM::Role',
    Properties: {
      AssumeRolePolicyDocument: {},
      Policies: [{ PolicyName: 'own', PolicyDocument: document }],
    },
  }
}

function allow(action: readonly string[], resource: unknown) {
  return { Effect: 'Allow', Action: action, Resource: resource }
}

function aFunction(name: string, variables: Record<string, unknown> = {}) {
  return {
    Type: 'AWS::Lambda::Function',
    Properties: {
      Role: { 'Fn::GetAtt': ['FunctionRole', 'Arn'] },
      Handler: 'index.handler',
      Runtime: `nodejs${process.versions.node.split('.')[0]}.x`,
      Code: { S3Bucket: 'b', S3Key: `any/where/${name}.zip` },
      Environment: { Variables: variables },
      Timeout: 3,
    },
  }
}

/** A stack with all that is modelled, once. */
function aTemplate(custom: Record<string, unknown> = {}) {
  const arnOf = (logicalId: string, attribute = 'Arn') => ({ 'Fn::GetAtt': [logicalId, attribute] })
  return {
    Parameters: { Answer: { Type: 'String', Default: 'SUCCESS' } },
    Resources: {
      Table: {
        Type: 'AWS::DynamoDB::Table',
        Properties: {
          BillingMode: 'PAY_PER_REQUEST',
          AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
          KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
          StreamSpecification: { StreamViewType: 'NEW_AND_OLD_IMAGES' },
          TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true },
        },
      },
      Bus: { Type: 'AWS::Events::EventBus', Properties: { Name: { Ref: 'AWS::StackName' } } },
      Rule: {
        Type: 'AWS::Events::Rule',
        Properties: {
          EventBusName: { Ref: 'Bus' },
          EventPattern: { source: ['test'], 'detail-type': [{ 'anything-but': 'thing.remove' }] },
          Targets: [{ Id: 'q', Arn: arnOf('Queue') }],
        },
      },
      Queue: {
        Type: 'AWS::SQS::Queue',
        Properties: {
          VisibilityTimeout: 3,
          RedrivePolicy: { deadLetterTargetArn: arnOf('Dlq'), maxReceiveCount: 2 },
        },
      },
      Dlq: { Type: 'AWS::SQS::Queue' },
      Bucket: { Type: 'AWS::S3::Bucket' },
      Secret: {
        Type: 'AWS::SecretsManager::Secret',
        Properties: {
          GenerateSecretString: { SecretStringTemplate: '{}', GenerateStringKey: 'key' },
        },
      },
      QueuePolicy: {
        Type: 'AWS::SQS::QueuePolicy',
        Properties: {
          Queues: [{ Ref: 'Queue' }],
          PolicyDocument: {
            Version: '2012-10-17',
            Statement: {
              ...allow(['sqs:SendMessage'], arnOf('Queue')),
              Principal: { Service: 'events.amazonaws.com' },
              Condition: { ArnEquals: { 'aws:SourceArn': arnOf('Rule') } },
            },
          },
        },
      },
      Role: aRole(
        allow(
          ['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator'],
          arnOf('Table', 'StreamArn'),
        ),
        allow(['lambda:InvokeFunction'], arnOf('Enrichment')),
        allow(['events:PutEvents'], arnOf('Bus')),
      ),
      FunctionRole: aRole(
        allow(
          ['sqs:DeleteMessage', 'sqs:GetQueueAttributes', 'sqs:ReceiveMessage'],
          arnOf('Queue'),
        ),
      ),
      Custom: {
        Type: 'Custom::Thing',
        Properties: {
          ServiceToken: arnOf('Maker'),
          Answer: { Ref: 'Answer' },
          Number: 7,
          ...custom,
        },
      },
      Maker: aFunction('maker'),
      Enrichment: aFunction('enrichment', { LABEL: { 'Fn::Sub': '${Custom}-${Custom.Number}' } }),
      Sink: aFunction('sink'),
      Mapping: {
        Type: 'AWS::Lambda::EventSourceMapping',
        Properties: {
          EventSourceArn: arnOf('Queue'),
          FunctionName: arnOf('Sink'),
          BatchSize: 500,
          MaximumBatchingWindowInSeconds: 1,
          FunctionResponseTypes: ['ReportBatchItemFailures'],
        },
      },
      Pipe: {
        Type: 'AWS::Pipes::Pipe',
        DependsOn: ['Rule', 'QueuePolicy', 'Mapping'],
        Properties: {
          RoleArn: arnOf('Role'),
          Source: arnOf('Table', 'StreamArn'),
          SourceParameters: {
            DynamoDBStreamParameters: { StartingPosition: 'TRIM_HORIZON', BatchSize: 10 },
          },
          Enrichment: arnOf('Enrichment'),
          Target: arnOf('Bus'),
          TargetParameters: {
            EventBridgeEventBusParameters: { Source: 'test', DetailType: '$.type' },
          },
        },
      },
    },
  }
}

async function start(template: unknown, parameters: Record<string, string> = {}): Promise<Runtime> {
  const sources = { maker: CUSTOM_RESOURCE, enrichment: ENRICHMENT, sink: SINK }
  for (const [name, source] of Object.entries(sources)) {
    await writeFunctionZip(join(dir, `${name}.zip`), { 'index.js': source })
  }
  const templatePath = join(dir, 'template.json')
  await writeFile(templatePath, JSON.stringify(template))
  const runtime = await startRuntime({
    templatePath,
    parameters,
    endpoints: inject('engines'),
    logsDir: join(dir, 'logs'),
    stackName: `runtime-test-${process.pid}-${++stacks}`,
    onSignal: (signal) => signals.push(signal),
  })
  running.push(runtime)
  return runtime
}

function put(runtime: Runtime, pk: string) {
  return clients.dynamodb.send(
    new PutItemCommand({ TableName: runtime.resources.Table, Item: { pk: { S: pk } } }),
  )
}

function ofType<Type extends Signal['type']>(type: Type): Extract<Signal, { type: Type }>[] {
  return signals.filter((signal) => signal.type === type) as Extract<Signal, { type: Type }>[]
}

describe('startRuntime', () => {
  it('carries a change from the table through Pipe, bus and queue to the function', async () => {
    const runtime = await start(aTemplate())

    await put(runtime, 'a')
    await vi.waitFor(() => expect(ofType('mapping.batch')).toHaveLength(1), WAIT)

    const [accepted] = ofType('event.accepted')
    expect(accepted?.event).toMatchObject({
      source: 'test',
      'detail-type': 'thing.insert',
      detail: { id: 'a', label: 'made-7' },
    })
    expect(ofType('record.read')[0]?.record.dynamodb.Keys).toEqual({ pk: { S: 'a' } })
    expect(ofType('mapping.batch')).toMatchObject([{ messages: 1, failed: [] }])
  })

  it('delivers what the rule takes and nothing else', async () => {
    const runtime = await start(aTemplate())

    await put(runtime, 'a')
    await clients.dynamodb.send(
      new DeleteItemCommand({ TableName: runtime.resources.Table, Key: { pk: { S: 'a' } } }),
    )
    await put(runtime, 'b')
    await vi.waitFor(() => expect(ofType('event.delivered')).toHaveLength(2), WAIT)

    expect(ofType('event.accepted')).toHaveLength(3)
  })

  it('moves a message that keeps failing to the DLQ and takes its neighbours', async () => {
    const runtime = await start(aTemplate())

    await Promise.all(['bad', 'good'].map((pk) => put(runtime, pk)))

    await vi.waitFor(async () => {
      const { Attributes } = await clients.sqs.send(
        new GetQueueAttributesCommand({
          QueueUrl: runtime.resources.Dlq,
          AttributeNames: ['ApproximateNumberOfMessages'],
        }),
      )
      expect(Attributes?.ApproximateNumberOfMessages).toBe('1')
    }, WAIT)
    const failures = ofType('mapping.batch').flatMap(({ failed }) => failed)
    expect(failures).toHaveLength(2)
  })

  it('loses nothing to faults on purpose, and ends its waiting with a clock jump', async () => {
    const runtime = await start(aTemplate())
    const seed = randomInt(2 ** 31)
    const ids = Array.from({ length: 20 }, (_, index) => `f-${index}`)
    const failing = { error: 0.4, lostReply: 0.4, duplicate: 0.4 }
    runtime.chaos.set(
      {
        stream: { error: 0.4 },
        enrichment: { lostReply: 0.4, reorder: 0.4 },
        bus: { ...failing, refuse: 0.4 },
        rules: failing,
      },
      seed,
    )

    for (const id of ids) await put(runtime, id)
    await vi.waitFor(() => expect(ofType('retry.scheduled')).not.toEqual([]), WAIT)
    runtime.chaos.set({}, 0)

    await vi.waitFor(async () => {
      runtime.jumpClock(60_000)
      const log = await readFile(join(dir, 'logs', `${runtime.resources.Sink}.log`), 'utf8')
      const left = ids.filter((id) => !log.includes(`got thing.insert ${id} `))
      expect(left, `seed ${seed}`).toEqual([])
    }, WAIT)
    expect(ofType('faults.set').map(({ faults }) => Object.keys(faults).length)).toEqual([4, 0])
  })

  it('gives each resource what Ref and GetAtt give on AWS', async () => {
    const { resources, attributes } = await start(aTemplate())

    expect(resources.Queue).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/000000000000\/runtime-test-/)
    expect(attributes.Queue?.Arn).toMatch(/^arn:aws:sqs:eu-west-1:000000000000:runtime-test-/)
    expect(attributes.Table?.StreamArn).toContain(`table/${resources.Table}/stream/`)
    expect(resources.Secret).toMatch(/^arn:aws:secretsmanager:/)
    expect(attributes.Role?.Arn).toMatch(/^arn:aws:iam::000000000000:role\//)
    expect(resources.Custom).toBe('made')
  })

  it('makes a bucket that S3 clients reach', async () => {
    const { resources } = await start(aTemplate())

    const get = clients.s3.send(new GetObjectCommand({ Bucket: resources.Bucket, Key: 'none' }))

    await expect(get).rejects.toMatchObject({ name: 'NoSuchKey' })
  })

  it(policyRules.customResources.text, async () => {
    const { resources } = await start(aTemplate())

    expect(resources.Custom).toBe('made')
    expect(ofType('access.denied')).toEqual([])
  })

  it('fails with the reason of a custom resource that failed, and undoes the start', async () => {
    await expect(start(aTemplate(), { Answer: 'FAILED' })).rejects.toThrow(
      'Custom (Custom::Thing) could not be created: because',
    )
  })

  it('names everything that is not modelled and creates nothing', async () => {
    const template = aTemplate()
    const broken = {
      ...template,
      Resources: {
        ...template.Resources,
        Topic: { Type: 'AWS::SNS::Topic' },
        Pipe: {
          ...template.Resources.Pipe,
          Properties: {
            ...template.Resources.Pipe.Properties,
            SourceParameters: {
              DynamoDBStreamParameters: { StartingPosition: 'AT_TIMESTAMP', Misspelt: 1 },
            },
          },
        },
      },
    }

    const file = join(dir, 'template.json')
    const starting = start(broken)

    await expect(starting).rejects.toThrow(
      [
        'the template cannot be run:',
        `- ${file}: Pipe (AWS::Pipes::Pipe) SourceParameters.DynamoDBStreamParameters.StartingPosition: is modelled for TRIM_HORIZON, LATEST only, not for AT_TIMESTAMP`,
        `- ${file}: Pipe (AWS::Pipes::Pipe) SourceParameters.DynamoDBStreamParameters.Misspelt: is not modelled`,
        `- ${file}: Topic (AWS::SNS::Topic): the resource type is not modelled`,
      ].join('\n'),
    )
  })

  it('gives up a batch that fails, and sends its position to the DLQ of the Pipe', async () => {
    const template = aTemplate()
    const { Pipe, Role } = template.Resources
    Object.assign(Pipe.Properties.SourceParameters.DynamoDBStreamParameters, {
      MaximumRetryAttempts: 0,
      DeadLetterConfig: { Arn: { 'Fn::GetAtt': ['Dlq', 'Arn'] } },
    })
    Pipe.Properties.TargetParameters.EventBridgeEventBusParameters.DetailType = '$.nowhere'
    Role.Properties.Policies[0]?.PolicyDocument.Statement.push(
      allow(['sqs:SendMessage'], { 'Fn::GetAtt': ['Dlq', 'Arn'] }),
    )
    const runtime = await start(template)

    await put(runtime, 'a')
    const { Messages = [] } = await clients.sqs.send(
      new ReceiveMessageCommand({ QueueUrl: runtime.resources.Dlq, WaitTimeSeconds: 20 }),
    )

    const [read] = ofType('record.read')
    expect(JSON.parse(Messages[0]?.Body ?? '')).toMatchObject({
      context: {
        partnerResourceArn: runtime.attributes.Pipe?.Arn,
        condition: 'RetryAttemptsExhausted',
      },
      DDBStreamBatchInfo: {
        shardId: read?.shardId,
        startSequenceNumber: read?.record.dynamodb.SequenceNumber,
        batchSize: 1,
        streamArn: runtime.attributes.Table?.StreamArn,
      },
    })
  })

  it('stops a Pipe and starts it again, by the API of Pipes', async () => {
    const runtime = await start(aTemplate())
    const call = async (method: string, change = ''): Promise<{ CurrentState?: string }> => {
      const url = `${runtime.endpoints.pipes}/v1/pipes/${runtime.resources.Pipe}${change}`
      return (await fetch(url, { method })).json() as Promise<{ CurrentState?: string }>
    }
    const isIn = (CurrentState: string) =>
      vi.waitFor(async () => expect(await call('GET')).toMatchObject({ CurrentState }), WAIT)

    await isIn('RUNNING')
    await call('POST', '/stop')
    await isIn('STOPPED')
    await put(runtime, 'a')
    const whileStopped = ofType('record.read')
    await call('POST', '/start')

    await vi.waitFor(() => expect(ofType('event.delivered')).toHaveLength(1), WAIT)
    expect(whileStopped).toEqual([])
  })
})
