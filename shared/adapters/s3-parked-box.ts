import {
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  type S3Client,
} from '@aws-sdk/client-s3'
import type { Letter } from '../redrive/letter.ts'
import type { LetterBox } from '../redrive/letter-box.ts'

const PREFIX = 'parked/'

/** Objects of one portion: as many as one receive of a queue gives. */
const PORTION = 10

/** Parked records in their bucket, by name. Nothing is held: two readers may get the same. */
export function createS3ParkedBox(client: S3Client, bucket: string): LetterBox {
  let after: string | undefined
  return {
    receive: async () => {
      for (;;) {
        const names = await listNames(client, bucket, after)
        if (names.length === 0) return []
        after = names.at(-1)
        const letters = await Promise.all(names.map((name) => readObject(client, bucket, name)))
        // What expired in between is no letter any more.
        const left = letters.filter((letter) => letter !== null)
        if (left.length > 0) return left
      }
    },
    holdMs: Number.POSITIVE_INFINITY,
    hold: async () => true,
    giveBack: async () => 0,
    remove: async ({ id }) => {
      await client.send(new DeleteObjectCommand({ Bucket: bucket, Key: id }))
    },
    count: async () => ({ waiting: null, held: 0 }),
  }
}

async function listNames(
  client: S3Client,
  bucket: string,
  after: string | undefined,
): Promise<readonly string[]> {
  const { Contents = [] } = await client.send(
    new ListObjectsV2Command({
      Bucket: bucket,
      Prefix: PREFIX,
      MaxKeys: PORTION,
      StartAfter: after,
    }),
  )
  return Contents.flatMap(({ Key }) => Key ?? [])
}

async function readObject(client: S3Client, bucket: string, key: string): Promise<Letter | null> {
  try {
    const { Body, LastModified } = await client.send(
      new GetObjectCommand({ Bucket: bucket, Key: key }),
    )
    return {
      id: key,
      receipt: key,
      body: (await Body?.transformToString()) ?? '',
      attributes: {},
      sentAtMs: LastModified?.getTime() ?? 0,
      receiveCount: 0,
    }
  } catch (error) {
    if (error instanceof Error && error.name === 'NoSuchKey') return null
    throw error
  }
}
