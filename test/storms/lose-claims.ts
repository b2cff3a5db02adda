import { DeleteObjectsCommand, ListObjectsV2Command, S3ServiceException } from '@aws-sdk/client-s3'
import type { StormPipeline } from './storm-pipeline.ts'

/**
 * Deletes the images that lie apart from their events, and notes which. Nothing happens when the store
 * is away.
 */
export async function loseClaims({ s3, resource, lostClaims }: StormPipeline): Promise<void> {
  const Bucket = resource('ClaimCheckBucket')
  try {
    const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket }))
    const Objects = Contents.map(({ Key }) => ({ Key: Key ?? '' }))
    if (Objects.length > 0) {
      // Before the call: one whose reply is lost may have deleted them.
      for (const { Key } of Objects) lostClaims.add(Key)
      await s3.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects } }))
    }
  } catch (error) {
    if (error instanceof S3ServiceException && error.$fault === 'client') throw error
  }
}
