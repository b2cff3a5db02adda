import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, inject, it, onTestFinished, vi } from 'vitest'
import { makeContractQueue } from '../test/builders/contract-queue.ts'
import { createEngineClients } from './engine-clients.ts'
import { createMessageClient } from './message-client.ts'

const TIMEOUT_MS = 200

/** Answers each call in turn with a status and a body; without one it says nothing. */
async function startQueue(...answers: readonly (readonly [number, string])[]) {
  const targets: unknown[] = []
  const server = createServer((request, response) => {
    targets.push(request.headers['x-amz-target'])
    const [status, body] = answers[targets.length - 1] ?? []
    if (status !== undefined) response.writeHead(status).end(body)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const client = createMessageClient(`http://127.0.0.1:${port}`, TIMEOUT_MS)
  onTestFinished(() => {
    client.destroy()
    server.closeAllConnections()
    server.close()
  })
  return { client, targets }
}

const SENT = { QueueUrl: 'http://queue', MessageBody: '{}' } as const
const DONE = [200, '{"MessageId":"1"}'] as const

it('sends, receives and deletes on the engine, with text and binary attributes', async () => {
  const clients = createEngineClients(inject('engines'))
  onTestFinished(() => clients.destroy())
  const { url: QueueUrl, send, counts } = await makeContractQueue(clients.sqs)
  await send('{"a":"ü€😀"}', {
    MessageAttributes: { b: { DataType: 'Binary', BinaryValue: Buffer.from('bytes') } },
  })

  const { Messages: [message] = [] } = await clients.messages.call('ReceiveMessage', {
    QueueUrl,
    MessageSystemAttributeNames: ['All'],
    MessageAttributeNames: ['All'],
  })
  const Entries = [{ Id: '0', ReceiptHandle: message?.ReceiptHandle }]
  await clients.messages.call('DeleteMessageBatch', { QueueUrl, Entries })

  expect(message).toMatchObject({
    Body: '{"a":"ü€😀"}',
    Attributes: { ApproximateReceiveCount: '1' },
    MessageAttributes: { b: { DataType: 'Binary', BinaryValue: 'Ynl0ZXM=' } },
  })
  expect(await counts()).toEqual(['0', '0', '0'])
})

it('throws what the queue answers by its name, with the status', async () => {
  const { client, targets } = await startQueue([
    400,
    '{"__type":"com.amazonaws.sqs#QueueDoesNotExist","message":"it is gone"}',
  ])

  const error = await client.call('SendMessage', SENT).catch((thrown: unknown) => thrown)

  expect(error).toMatchObject({
    name: 'QueueDoesNotExist',
    message: 'it is gone',
    $metadata: { httpStatusCode: 400 },
  })
  expect(targets).toEqual(['AmazonSQS.SendMessage'])
})

it('tries again what the queue itself could not do', async () => {
  const { client, targets } = await startQueue([503, 'busy'], [500, ''], DONE)

  expect(await client.call('SendMessage', SENT)).toEqual({ MessageId: '1' })
  expect(targets).toHaveLength(3)
})

it('gives up after three attempts', async () => {
  const { client, targets } = await startQueue(...Array<[number, string]>(4).fill([503, 'busy']))

  await expect(client.call('SendMessage', SENT)).rejects.toThrow('status 503')
  expect(targets).toHaveLength(3)
})

it('waits for an answer for a bounded time', async () => {
  const { client } = await startQueue()

  await expect(client.call('SendMessage', SENT)).rejects.toMatchObject({ name: 'TimeoutError' })
})

it('ends a call that is aborted, and does not try it again', async () => {
  const { client, targets } = await startQueue()
  const stopping = new AbortController()

  const call = client.call('SendMessage', SENT, stopping.signal)
  await expect.poll(() => targets).toHaveLength(1)
  stopping.abort()

  await expect(call).rejects.toMatchObject({ name: 'AbortError' })
  expect(targets).toHaveLength(1)
})

it('tries nothing again once it is destroyed', async () => {
  const { client, targets } = await startQueue()
  const sent = expect(client.call('SendMessage', SENT)).rejects.toThrow()
  await vi.waitFor(() => expect(targets).toHaveLength(1))

  client.destroy()

  await sent
  await expect(client.call('SendMessage', SENT)).rejects.toThrow('the client was destroyed')
  expect(targets).toHaveLength(1)
})
