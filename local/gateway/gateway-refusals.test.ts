import { DynamoDBClient, PutItemCommand, TransactWriteItemsCommand } from '@aws-sdk/client-dynamodb'
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge'
import { DeleteObjectsCommand, PutBucketAclCommand, S3Client } from '@aws-sdk/client-s3'
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager'
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs'
import { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type HttpServer, startHttpServer } from '../../test/fakes/http-server.ts'
import { policyRules } from '../policies/rules.ts'
import { startTestGateway, type TestGateway, USER } from './a-gateway.ts'

let engine: HttpServer
let gateway: TestGateway
const clients: { destroy(): void }[] = []

beforeEach(async () => {
  engine = await startHttpServer((_, response) => void response.end('{}'))
  const { url } = engine
  gateway = await startTestGateway({
    dynamodb: url,
    events: url,
    s3: url,
    secretsmanager: url,
    sqs: url,
  })
})

afterEach(async () => {
  for (const client of clients.splice(0)) client.destroy()
  await gateway[Symbol.asyncDispose]()
  await engine.stop()
})

function as<Client extends { destroy(): void }>(
  Made: new (options: TestGateway['client']) => Client,
  options: Partial<TestGateway['client']> = {},
): Client {
  const client = new Made({ ...gateway.client, ...options })
  clients.push(client)
  return client
}

const sendMessage = () =>
  as(SQSClient).send(new SendMessageCommand({ QueueUrl: `${gateway.url}/1/Q`, MessageBody: 'x' }))
const readSecret = () =>
  as(SecretsManagerClient).send(new GetSecretValueCommand({ SecretId: 'token' }))
const putItem = () =>
  as(DynamoDBClient).send(new PutItemCommand({ TableName: 't', Item: { pk: { S: 'a' } } }))
const putEvents = (...buses: readonly (string | undefined)[]) => {
  const Entries = buses.map((EventBusName) => ({ EventBusName, Source: 's', Detail: '{}' }))
  return as(EventBridgeClient).send(new PutEventsCommand({ Entries }))
}

describe('gateway', () => {
  it('names what DynamoDB, EventBridge and Secrets Manager are asked for', async () => {
    const key = { pk: { S: 'a' } }
    await putItem()
    await as(DynamoDBClient).send(
      new TransactWriteItemsCommand({
        TransactItems: [
          { Put: { TableName: 't', Item: key } },
          { Delete: { TableName: 'u', Key: key } },
        ],
      }),
    )
    await putEvents('changes', 'changes', undefined)
    await readSecret()

    expect(gateway.asked).toEqual([
      { action: 'dynamodb:PutItem', resource: 'arn:aws:dynamodb:ddblocal:000000000000:table/t' },
      { action: 'dynamodb:PutItem', resource: 'arn:aws:dynamodb:ddblocal:000000000000:table/t' },
      { action: 'dynamodb:DeleteItem', resource: 'arn:aws:dynamodb:ddblocal:000000000000:table/u' },
      { action: 'events:PutEvents', resource: 'arn:aws:events:::event-bus/changes' },
      { action: 'events:PutEvents', resource: 'arn:aws:events:::event-bus/default' },
      {
        action: 'secretsmanager:GetSecretValue',
        resource: 'arn:aws:secretsmanager:::secret:token',
      },
    ])
    expect(engine.requests).toHaveLength(4)
  })

  it.each([
    [
      'DynamoDB',
      'dynamodb:PutItem',
      putItem,
      `User: ${USER} is not authorized to perform: dynamodb:PutItem on resource: arn:aws:dynamodb:ddblocal:000000000000:table/t because no policy allows the dynamodb:PutItem action`,
    ],
    [
      'EventBridge',
      'events:PutEvents',
      () => putEvents('changes'),
      `User: ${USER} is not authorized to perform: events:PutEvents on resource: arn:aws:events:::event-bus/changes because no policy allows the events:PutEvents action`,
    ],
    [
      'Secrets Manager',
      'secretsmanager:GetSecretValue',
      readSecret,
      `User: ${USER} is not authorized to perform: secretsmanager:GetSecretValue on resource: arn:aws:secretsmanager:::secret:token because no policy allows the secretsmanager:GetSecretValue action`,
    ],
  ])(`${policyRules.deniedAsTheServiceSays.text}: %s`, async (_, action, call, message) => {
    gateway.denied.set(action, { explicit: false })

    await expect(call()).rejects.toMatchObject({
      name: 'AccessDeniedException',
      message,
      $metadata: { httpStatusCode: 400 },
    })
    expect(engine.requests).toEqual([])
  })

  describe(policyRules.unplacedCalls.text, () => {
    it('of a service that functions cannot call', async () => {
      await expect(as(SSMClient).send(new GetParameterCommand({ Name: 'x' }))).rejects.toThrow(
        'The local runtime has no ssm that functions can call',
      )
    })

    it('with another access key, or none', async () => {
      const credentials = { accessKeyId: 'operator', secretAccessKey: 'x' }
      const call = as(SecretsManagerClient, { credentials }).send(
        new GetSecretValueCommand({ SecretId: 'token' }),
      )

      await expect(call).rejects.toMatchObject({ name: 'UnrecognizedClientException' })
      expect(await (await fetch(gateway.url)).json()).toMatchObject({
        __type: 'MissingAuthenticationTokenException',
      })
    })

    it.each([
      ['Another_20200101.Thing', '{}', '"Another_20200101.Thing" is no X-Amz-Target of sqs'],
      ['', '{}', '"" is no X-Amz-Target of sqs'],
      ['AmazonSQS.SendMessage', '[]', 'The body of AmazonSQS.SendMessage is no JSON object'],
      ['AmazonSQS.SendMessage', 'x', 'The body of AmazonSQS.SendMessage is no JSON object'],
    ])('with the target "%s" and the body %s', async (target, body, message) => {
      const response = await fetch(gateway.url, {
        method: 'POST',
        headers: { ...signedFor('sqs'), 'x-amz-target': target },
        body,
      })

      expect(response.status).toBe(400)
      expect(await response.json()).toEqual({ __type: 'UnknownOperationException', message })
    })

    it('that S3 has and the gateway does not know', async () => {
      const Delete = { Objects: [{ Key: 'a' }] }
      const s3 = as(S3Client)

      await expect(s3.send(new DeleteObjectsCommand({ Bucket: 'b', Delete }))).rejects.toThrow(
        'The local runtime does not know what "POST delete" asks of a bucket',
      )
      await expect(
        s3.send(new PutBucketAclCommand({ Bucket: 'b', ACL: 'private' })),
      ).rejects.toThrow('"PUT acl"')
    })

    it('and nothing of it reaches an engine', async () => {
      await fetch(gateway.url, { method: 'POST', headers: signedFor('sqs'), body: '{}' })

      expect(engine.requests).toEqual([])
      expect(gateway.asked).toEqual([])
    })
  })

  it('checks an action by its name though no engine has it', async () => {
    gateway.denied.set('sqs:Invented', { explicit: false })

    const response = await fetch(gateway.url, {
      method: 'POST',
      headers: { ...signedFor('sqs'), 'x-amz-target': 'AmazonSQS.Invented' },
      body: '{"QueueUrl":"http://any/1/Q"}',
    })

    expect(response.status).toBe(403)
    expect(gateway.asked).toEqual([
      { action: 'sqs:Invented', resource: 'arn:aws:sqs:eu-west-1:000000000000:Q' },
    ])
  })

  it('ends the connection when the engine does not answer', async () => {
    await engine.stop()

    await expect(sendMessage()).rejects.toMatchObject({ code: 'ECONNRESET' })
    await expect(putItem()).rejects.toMatchObject({ code: 'ECONNRESET' })
  })
})

function signedFor(service: string): Record<string, string> {
  const scope = `20261121/eu-west-1/${service}/aws4_request`
  return { authorization: `AWS4-HMAC-SHA256 Credential=Function1/${scope}, SignedHeaders=host` }
}
