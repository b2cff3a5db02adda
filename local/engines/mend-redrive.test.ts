import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { expect, it, onTestFinished } from 'vitest'
import { keptRules } from '../kept/rules.ts'
import { importFromFauxqs } from './import-from-fauxqs.ts'
import { mendRedrive } from './mend-redrive.ts'

/** The engine's own parts, as far as this test goes. */
interface Store {
  persistence: { insertMessage(queue: string, message: object): void; close(): void }
  createQueue(name: string, url: string, arn: string, attributes: object): Queue
}
interface Queue {
  enqueue(message: object): void
  dequeue(count: number, visibilitySeconds: number, findQueue: () => Queue): object[]
}

it(keptRules.oneStep.text, async () => {
  const folder = await mkdtemp(join(tmpdir(), 'tailrace-redrive-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  await mendRedrive()
  const { SqsStore } = (await importFromFauxqs('sqs/sqsStore.js')) as { SqsStore: new () => Store }
  const { PersistenceManager } = (await importFromFauxqs('persistence.js')) as {
    PersistenceManager: new (folder: string) => Store['persistence']
  }
  const store = new SqsStore()
  store.persistence = new PersistenceManager(folder)
  const RedrivePolicy = '{"deadLetterTargetArn":"arn:dlq","maxReceiveCount":1}'
  const queue = store.createQueue('queue', 'http://h/queue', 'arn:queue', { RedrivePolicy })
  const dlq = store.createQueue('dlq', 'http://h/dlq', 'arn:dlq', {})
  queue.enqueue({
    ...{ messageId: 'm', body: 'b', md5OfBody: '', messageAttributes: {}, sentTimestamp: 1 },
    ...{ md5OfMessageAttributes: '', approximateReceiveCount: 1 },
  })
  const insert = store.persistence.insertMessage
  store.persistence.insertMessage = () => {
    throw new Error('killed')
  }

  expect(() => queue.dequeue(1, 30, () => dlq)).toThrow('killed')

  store.persistence.insertMessage = insert
  store.persistence.close()
  const database = new DatabaseSync(join(folder, 'fauxqs.db'))
  onTestFinished(() => database.close())
  const messages = database.prepare('SELECT message_id, queue_name FROM sqs_messages').all()
  expect(messages.map((row) => ({ ...row }))).toEqual([{ message_id: 'm', queue_name: 'queue' }])
})
