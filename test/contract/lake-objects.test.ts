import { gunzipSync, gzipSync } from 'node:zlib'
import { CreateBucketCommand, GetObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { beforeAll, describe, expect, inject, it } from 'vitest'
import { createS3LakeObjects } from '../../shared/adapters/s3-lake-objects.ts'
import type { LakeObjects } from '../../shared/lake/lake-objects.ts'
import { uniqueName } from '../builders/unique-name.ts'
import { MemoryLakeObjects } from '../fakes/memory-lake.ts'

const s3 = new S3Client({
  endpoint: inject('engines').s3,
  region: 'eu-west-1',
  credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  forcePathStyle: true,
  maxAttempts: 1,
})

interface LakeObjectsUnderTest {
  readonly objects: LakeObjects
  /** Unpacked. */
  read(name: string): Promise<string | undefined>
}

const inMemory = async (): Promise<LakeObjectsUnderTest> => {
  const objects = new MemoryLakeObjects()
  return { objects, read: async (name) => objects.objects.get(name) }
}

const onS3 = async (): Promise<LakeObjectsUnderTest> => {
  const Bucket = uniqueName('lake')
  await s3.send(new CreateBucketCommand({ Bucket }))
  return {
    objects: createS3LakeObjects(Bucket, { client: s3 }),
    read: async (Key) => {
      const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key }))
      return gunzipSync((await Body?.transformToByteArray()) ?? '').toString()
    },
  }
}

describe.each([
  ['memory', inMemory],
  ['S3', onS3],
])("%s as the lake's objects", (_, make) => {
  let subject: LakeObjectsUnderTest
  beforeAll(async () => {
    subject = await make()
  })

  it('keeps an object under its name, byte for byte', async () => {
    const name = 'lake/order/dt=2026-11-21/large-1.json.gz'

    const outcome = await subject.objects.put(name, gzipSync('{"a":"é"}\n'))

    expect(outcome).toEqual({ kind: 'applied' })
    expect(await subject.read(name)).toBe('{"a":"é"}\n')
  })

  it('takes the same object again', async () => {
    const put = () => subject.objects.put('lake/order/dt=2026-11-21/2.json.gz', gzipSync('a\n'))

    expect([await put(), await put()]).toEqual([{ kind: 'applied' }, { kind: 'applied' }])
  })
})

describe('createS3LakeObjects', () => {
  it('says that the bucket is missing, and does not reject', async () => {
    const objects = createS3LakeObjects(uniqueName('missing'), { client: s3 })

    expect(await objects.put('lake/a.gz', gzipSync('a'))).toEqual({
      kind: 'retryable',
      code: 'lake.missing',
    })
  })
})
