import {
  CreateBucketCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  S3Client,
} from '@aws-sdk/client-s3'
import { describe, expect, inject, it } from 'vitest'
import { createS3ParkedStore } from '../../shared/adapters/s3-parked-store.ts'
import { uniqueName } from '../builders/unique-name.ts'
import { MemoryParkedStore } from '../fakes/memory-parked-store.ts'
import { describeParkedStoreContract } from './parked-store-contract.ts'

function connectS3(): S3Client {
  return new S3Client({
    endpoint: inject('engines').s3,
    region: 'eu-west-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    forcePathStyle: true,
    maxAttempts: 1,
  })
}

describeParkedStoreContract('memory', async () => {
  const store = new MemoryParkedStore()
  return { store, readAll: async () => Object.fromEntries(store.objects) }
})

describeParkedStoreContract('S3', async () => {
  const s3 = connectS3()
  const Bucket = uniqueName('parked')
  await s3.send(new CreateBucketCommand({ Bucket }))
  return {
    store: createS3ParkedStore(Bucket, { client: s3 }),
    readAll: async () => {
      const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket }))
      const entries = Contents.map(async ({ Key = '' }) => {
        const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key }))
        return [Key, (await Body?.transformToString()) ?? ''] as const
      })
      return Object.fromEntries(await Promise.all(entries))
    },
  }
})

describe('createS3ParkedStore', () => {
  it('rejects when the bucket is not there', async () => {
    const store = createS3ParkedStore(uniqueName('missing'), { client: connectS3() })

    await expect(store.put('parked/order/a.json', '{}')).rejects.toThrow()
  })

  it('takes an answer that the object is there already for success', async () => {
    const s3 = connectS3()
    const refused = Object.assign(new Error('exists'), { name: 'PreconditionFailed' })
    s3.middlewareStack.add(() => async () => Promise.reject(refused), { step: 'finalizeRequest' })

    await expect(createS3ParkedStore('b', { client: s3 }).put('a', '{}')).resolves.toBeUndefined()
  })

  it('asks S3 to write only where nothing is', async () => {
    const s3 = connectS3()
    const seen: unknown[] = []
    s3.middlewareStack.add(
      (next) => async (args) => {
        seen.push(args.input)
        return next(args)
      },
      { step: 'initialize' },
    )

    await expect(
      createS3ParkedStore(uniqueName('none'), { client: s3 }).put('a', '{}'),
    ).rejects.toThrow()

    expect(seen).toMatchObject([{ IfNoneMatch: '*' }])
  })
})
