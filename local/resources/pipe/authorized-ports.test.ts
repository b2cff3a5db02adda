import { expect, it } from 'vitest'
import { createFakeClock } from '../../fake-clock.ts'
import { authorizePorts } from './authorized-ports.ts'
import type { PipePorts } from './pipe.ts'
import { pipeRules } from './rules.ts'
import { succeed, takeAll } from './start-test-pipe.ts'
import { createFakeStream } from './stream/fake-stream.ts'

const ARNS = {
  stream: 'arn:stream',
  bus: 'arn:bus',
  enrichment: 'arn:function',
  deadLetterQueue: 'arn:dlq',
}

function portsThatCount(): { readonly ports: PipePorts; readonly calls: string[] } {
  const calls: string[] = []
  const stream = createFakeStream(createFakeClock())
  stream.addShard('shard-1')
  const ports: PipePorts = {
    stream,
    enrich: async () => {
      calls.push('enrich')
      return succeed([])
    },
    putEvents: async (entries) => {
      calls.push('putEvents')
      return takeAll(entries)
    },
    sendDeadLetter: async () => void calls.push('sendDeadLetter'),
  }
  return { ports, calls }
}

async function callAll({ stream, enrich, putEvents, sendDeadLetter }: PipePorts) {
  return Promise.allSettled([
    stream.describe(),
    stream.openShard('shard-1', 'TRIM_HORIZON'),
    stream.read('shard-1#0#0'),
    enrich?.([]),
    putEvents([]),
    sendDeadLetter?.(''),
  ])
}

it(pipeRules.permissions.text, async () => {
  const { ports } = portsThatCount()
  const asked: string[] = []

  await callAll(authorizePorts(ports, ARNS, (action, arn) => asked.push(`${action} ${arn}`)))

  expect(asked).toEqual([
    'dynamodb:DescribeStream arn:stream',
    'dynamodb:GetShardIterator arn:stream',
    'dynamodb:GetRecords arn:stream',
    'lambda:InvokeFunction arn:function',
    'events:PutEvents arn:bus',
    'sqs:SendMessage arn:dlq',
  ])
})

it('makes no call that is not allowed', async () => {
  const { ports, calls } = portsThatCount()
  const denied = new Error('denied')

  const outcomes = await callAll(
    authorizePorts(ports, ARNS, () => {
      throw denied
    }),
  )

  expect(outcomes).toEqual(Array(6).fill({ status: 'rejected', reason: denied }))
  expect(calls).toEqual([])
})
