import { APPLIED } from '../batch/outcome.ts'
import type { LakeObjects } from '../lake/lake-objects.ts'
import { classifyAwsFailure } from './aws-failure.ts'
import { createS3WriteOnce, type S3WriteOnceOptions } from './s3-write-once.ts'

/** The lake's objects in its bucket. */
export function createS3LakeObjects(bucket: string, options: S3WriteOnceOptions = {}): LakeObjects {
  const write = createS3WriteOnce(bucket, options)
  return {
    put: async (name, body) => {
      try {
        await write({ name, body, contentType: 'application/gzip' })
        return APPLIED
      } catch (error) {
        return classifyAwsFailure('lake', error)
      }
    },
  }
}
