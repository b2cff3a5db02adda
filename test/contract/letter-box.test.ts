import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { describe, expect, inject, it } from 'vitest'
import { createS3ParkedBox } from '../../shared/adapters/s3-parked-box.ts'
import { createSqsLetterBox, createSqsSinkQueue } from '../../shared/adapters/sqs-letter-box.ts'
import type { Letter } from '../../shared/redrive/letter.ts'
import type { LetterBox } from '../../shared/redrive/letter-box.ts'
import { sendDeadLetters } from '../builders/dead-letters.ts'
import { aLetter } from '../builders/letter.ts'
import { connectSqs, makeQueue } from '../builders/test-queue.ts'
import { uniqueName } from '../builders/unique-name.ts'
import { MemoryLetterBox } from '../fakes/memory-letter-box.ts'

const { sqs: endpoint, s3: s3Endpoint } = inject('engines')
const credentials = { accessKeyId: 'test', secretAccessKey: 'test' }
const sqs = connectSqs(endpoint)

async function onSqs(bodies: readonly string[]): Promise<LetterBox> {
  const url = await makeQueue(sqs, endpoint, 'letters')
  for (const body of bodies) await createSqsSinkQueue(sqs, url).send(body)
  return createSqsLetterBox(sqs, url, { holdSeconds: 30 })
}

const inMemory = async (bodies: readonly string[]): Promise<LetterBox> =>
  new MemoryLetterBox(bodies.map((body) => aLetter({ body })))

async function receiveAll(box: LetterBox): Promise<readonly Letter[]> {
  const all: Letter[] = []
  for (;;) {
    const portion = await box.receive()
    if (portion.length === 0) return all
    all.push(...portion)
  }
}

describe.each([
  ['memory', inMemory],
  ['SQS', onSqs],
])('a box of letters in %s', (_, make) => {
  it('holds what it hands out until that is given back', async () => {
    const box = await make(['a', 'b', 'c'])

    const held = await receiveAll(box)
    expect(held.map(({ body }) => body).toSorted()).toEqual(['a', 'b', 'c'])
    expect(await box.count()).toEqual({ waiting: 0, held: 3 })
    expect(await box.giveBack(held)).toBe(0)

    expect(await box.count()).toEqual({ waiting: 3, held: 0 })
    const again = await receiveAll(box)
    expect(again.map(({ id }) => id).toSorted()).toEqual(held.map(({ id }) => id).toSorted())
  })

  it('holds anew what is held, and says of what is gone that it is not', async () => {
    const box = await make(['a', 'b'])

    const held = await receiveAll(box)
    expect(await box.hold(held)).toBe(true)
    for (const letter of held.slice(1)) await box.remove(letter)

    expect(await box.hold(held)).toBe(false)
    expect(await box.hold(held.slice(0, 1))).toBe(true)
  })

  it('forgets what is removed', async () => {
    const box = await make(['a', 'b'])

    const [first, ...others] = await receiveAll(box)
    if (first !== undefined) await box.remove(first)
    await box.giveBack(others)

    expect(await receiveAll(box)).toHaveLength(1)
  })
})

describe('a DLQ on SQS', () => {
  it('tells attributes, when a letter was sent, and how often it was received', async () => {
    const url = await makeQueue(sqs, endpoint, 'letters')
    await sendDeadLetters(sqs, url).byFunction('x', 'document.refused')
    const box = createSqsLetterBox(sqs, url, { holdSeconds: 30 })

    await box.giveBack(await box.receive())
    const [letter] = await box.receive()

    expect(letter).toMatchObject({ attributes: { code: 'document.refused' }, receiveCount: 2 })
    expect(Math.abs(Date.now() - (letter?.sentAtMs ?? 0))).toBeLessThan(60_000)
  })

  it('says what could not be given back', async () => {
    const url = await makeQueue(sqs, endpoint, 'letters')
    const box = createSqsLetterBox(sqs, url, { holdSeconds: 30 })

    expect(await box.giveBack([aLetter({ receipt: 'no receipt' })])).toBe(1)
  })
})

describe('parked records in S3', () => {
  it('are handed out by name, each once, and are gone when removed', async () => {
    const s3 = new S3Client({
      ...{ endpoint: s3Endpoint, region: 'eu-west-1', credentials },
      forcePathStyle: true,
    })
    const Bucket = uniqueName('parked')
    await s3.send(new CreateBucketCommand({ Bucket }))
    const names = Array.from({ length: 23 }, (_, n) => `parked/order/${n + 100}.json`)
    for (const Key of [...names, 'other/x.json']) {
      await s3.send(new PutObjectCommand({ Bucket, Key, Body: Key }))
    }

    const letters = await receiveAll(createS3ParkedBox(s3, Bucket))
    expect(letters.map(({ id }) => id)).toEqual(names)
    expect(letters.map(({ body }) => body)).toEqual(names)
    const box = createS3ParkedBox(s3, Bucket)
    for (const letter of letters.slice(1)) await box.remove(letter)

    expect((await receiveAll(box)).map(({ id }) => id)).toEqual(names.slice(0, 1))
    s3.destroy()
  })
})
