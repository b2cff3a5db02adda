import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { importFromFauxqs } from './import-from-fauxqs.ts'
import { mendBatches } from './mend-batches.ts'
import { mendRedrive } from './mend-redrive.ts'

/** The engine's own parts, as far as these tests go. */
interface Persistence {
  insertMessage(queue: string, message: object): void
  deleteMessage(id: string): void
}
interface Store {
  persistence: Persistence
  createQueue(name: string, url: string, arn: string, attributes: object): Queue
}
interface Queue {
  dequeue(count: number): { readonly ReceiptHandle: string }[]
}
interface Router {
  register(action: string, handler: unknown): void
  handle(request: object, reply: object): Promise<unknown>
}

const URL = 'http://h/queue'
const BOTH = { QueueUrl: URL, Entries: [1, 2].map((n) => ({ Id: `${n}`, MessageBody: `${n}` })) }

let folder: string
let store: Store
let queue: Queue
let router: Router

beforeAll(async () => {
  await mendBatches()
  await mendRedrive()
})
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tailrace-batches-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const { SqsStore } = await importFromFauxqs('sqs/sqsStore.js')
  const { SqsRouter } = await importFromFauxqs('sqs/sqsRouter.js')
  const { PersistenceManager } = await importFromFauxqs('persistence.js')
  store = new (SqsStore as new () => Store)()
  store.persistence = new (PersistenceManager as new (folder: string) => Persistence)(folder)
  queue = store.createQueue('queue', URL, 'arn:queue', {})
  router = new (SqsRouter as new (store: Store) => Router)(store)
  for (const action of ['SendMessageBatch', 'DeleteMessageBatch']) {
    const name = action.charAt(0).toLowerCase() + action.slice(1)
    router.register(action, (await importFromFauxqs(`sqs/actions/${name}.js`))[name])
  }
})

function call(action: string, body: object): Promise<unknown> {
  const headers = { 'x-amz-target': `AmazonSQS.${action}` }
  return router.handle({ headers, body }, { header: () => undefined, status: () => undefined })
}

/** The bodies on disk. */
function stored(): unknown[] {
  const database = new DatabaseSync(join(folder, 'fauxqs.db'), { readOnly: true })
  const rows = database.prepare('SELECT body FROM sqs_messages ORDER BY body').all()
  database.close()
  return rows.map(({ body }) => body)
}

/** Has the engine's store break off at its second call. */
function breakAtSecond(method: keyof Persistence): void {
  const original = store.persistence[method]
  let calls = 0
  store.persistence[method] = (...args: unknown[]) => {
    calls += 1
    if (calls === 2) throw new Error('no space left on device')
    Reflect.apply(original, store.persistence, args)
  }
}

const toEntries = (messages: readonly { readonly ReceiptHandle: string }[]) =>
  messages.map(({ ReceiptHandle }, place) => ({ Id: `${place}`, ReceiptHandle }))

describe('a batch of messages', () => {
  it('is on disk before it is answered, and gone when it is deleted', async () => {
    await call('SendMessageBatch', BOTH)
    const sent = stored()
    const answer = await call('DeleteMessageBatch', {
      QueueUrl: URL,
      Entries: toEntries(queue.dequeue(2)),
    })

    expect(sent).toEqual(['1', '2'])
    expect(answer).toEqual({ Successful: [{ Id: '0' }, { Id: '1' }], Failed: [] })
    expect(stored()).toEqual([])
  })

  it('that could not be written is not there in part', async () => {
    breakAtSecond('insertMessage')

    await expect(call('SendMessageBatch', BOTH)).rejects.toThrow('no space')

    expect(stored()).toEqual([])
  })

  it('that could not be deleted is there whole', async () => {
    await call('SendMessageBatch', BOTH)
    const Entries = toEntries(queue.dequeue(2))
    breakAtSecond('deleteMessage')

    await expect(call('DeleteMessageBatch', { QueueUrl: URL, Entries })).rejects.toThrow('no space')

    expect(stored()).toEqual(['1', '2'])
  })

  it('that is refused leaves the queue as it was, and the next one is taken', async () => {
    await call('SendMessageBatch', { QueueUrl: URL, Entries: [] })
    await call('SendMessageBatch', BOTH)

    expect(stored()).toEqual(['1', '2'])
  })
})
