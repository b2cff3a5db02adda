import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3'
import { beforeAll, describe, expect, inject, it } from 'vitest'
import { createS3Claims } from '../../shared/adapters/s3-claims.ts'
import type { ClaimReader, ClaimWriter } from '../../shared/claim-check/claim-store.ts'
import { uniqueName } from '../builders/unique-name.ts'
import { MemoryClaims } from '../fakes/memory-claims.ts'

const s3 = new S3Client({
  endpoint: inject('engines').s3,
  region: 'eu-west-1',
  credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  forcePathStyle: true,
  maxAttempts: 1,
})

const onS3 = async () => {
  const Bucket = uniqueName('claims')
  await s3.send(new CreateBucketCommand({ Bucket }))
  return createS3Claims(Bucket, { client: s3 })
}

describe.each([
  ['memory', async () => new MemoryClaims()],
  ['S3', onS3],
])('%s for claimed images', (_, make) => {
  let claims: ClaimReader & ClaimWriter
  beforeAll(async () => {
    claims = await make()
  })

  it('gives back what was put, byte for byte', async () => {
    const body = JSON.stringify({ before: null, after: { note: 'é \u{1F600} \uFFFF \u0000' } })

    await claims.put({ key: 'claim-checks/order/sha256-1.json', body })

    expect(await claims.get('claim-checks/order/sha256-1.json')).toEqual({ body })
  })

  it('takes the same images again', async () => {
    const claim = { key: 'claim-checks/order/sha256-2.json', body: '{}' }

    await claims.put(claim)
    await claims.put(claim)

    expect(await claims.get(claim.key)).toEqual({ body: '{}' })
  })

  it('says that images are lost when they are not there', async () => {
    expect(await claims.get('claim-checks/order/sha256-3.json')).toMatchObject({
      outcome: { kind: 'poison', code: 'claim_check.lost' },
    })
  })
})

describe('createS3Claims', () => {
  const noBucket = createS3Claims(uniqueName('missing'), { client: s3 })

  it('has a change come back when the bucket is missing', async () => {
    expect(await noBucket.get('claim-checks/order/sha256-1.json')).toEqual({
      outcome: { kind: 'retryable', code: 'claim_check.missing' },
    })
  })

  it('rejects when images cannot be stored', async () => {
    await expect(noBucket.put({ key: 'claim-checks/a.json', body: '{}' })).rejects.toThrow()
  })
})
