import { createS3WriteOnce, type S3WriteOnceOptions } from './s3-write-once.ts'

/** Parked records in an S3 bucket. */
export function createS3ParkedStore(bucket: string, options: S3WriteOnceOptions = {}) {
  const write = createS3WriteOnce(bucket, options)
  return {
    put: (name: string, body: string): Promise<void> =>
      write({ name, body, contentType: 'application/json' }),
  }
}
