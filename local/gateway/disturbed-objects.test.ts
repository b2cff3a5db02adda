import {
  CreateBucketCommand,
  GetObjectCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3'
import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest'
import { uniqueName } from '../../test/builders/unique-name.ts'
import { type Chaos, createChaos } from '../chaos/chaos.ts'
import type { Fault } from '../chaos/fault.ts'
import { systemClock } from '../clock.ts'
import { createEngineClients, type EngineClients } from '../engine-clients.ts'
import { startTestGateway, type TestGateway } from './a-gateway.ts'

let operator: EngineClients
let chaos: Chaos
let gateway: TestGateway
let s3: S3Client
let Bucket: string

beforeEach(async () => {
  operator = createEngineClients(inject('engines'))
  chaos = createChaos(systemClock)
  gateway = await startTestGateway({ s3: inject('engines').s3 }, chaos)
  s3 = new S3Client(gateway.client)
  Bucket = uniqueName('objects')
  await operator.s3.send(new CreateBucketCommand({ Bucket }))
})
afterEach(async () => {
  s3.destroy()
  operator.destroy()
  await gateway[Symbol.asyncDispose]()
})

const put = (Body: string) => s3.send(new PutObjectCommand({ Bucket, Key: 'a', Body }))

async function read(client: S3Client): Promise<string | undefined> {
  const { Body } = await client.send(new GetObjectCommand({ Bucket, Key: 'a' }))
  return Body?.transformToString()
}

describe('an object that a function writes, with', () => {
  it.each<[string, Fault, object, string]>([
    ['an error is not written', { error: 1 }, { name: 'SlowDown' }, 'old'],
    ['a lost reply is written', { lostReply: 1 }, { message: 'socket hang up' }, 'new'],
  ])('%s, and the function sees its call fail', async (_what, fault, error, content) => {
    await put('old')
    chaos.set({ objects: fault }, 1)

    await expect(put('new')).rejects.toMatchObject(error)

    expect(await read(operator.s3)).toBe(content)
  })

  it('a duplicate is as it was sent', async () => {
    chaos.set({ objects: { duplicate: 1 } }, 1)

    await put('ä'.repeat(100_000))

    expect(await read(s3)).toBe('ä'.repeat(100_000))
  })
})
