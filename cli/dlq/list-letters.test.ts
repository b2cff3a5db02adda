import { SQSClient } from '@aws-sdk/client-sqs'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { aChangeEvent, aMessage } from '../../test/builders/change-event.ts'
import { type HttpServer, sendJson, startHttpServer } from '../../test/fakes/http-server.ts'
import type { Deployment } from '../deployment/deployment.ts'
import { listLetters } from './list-letters.ts'
import { requireBox } from './open-box.ts'

const MESSAGE = {
  ...{ MessageId: 'm1', ReceiptHandle: 'r1', Body: aMessage(aChangeEvent()).body },
  Attributes: { SentTimestamp: '1795246000000', ApproximateReceiveCount: '1' },
}

let server: HttpServer
let waiting: string
let left: object[]

/** SQS, as it answers for LakeDlq; every other queue is denied. */
beforeEach(async () => {
  waiting = '1'
  left = [MESSAGE]
  server = await startHttpServer(({ headers, body }, response) => {
    if (!body.includes('LakeDlq')) return sendJson(response, 400, { __type: 'AccessDenied' })
    const action = String(headers['x-amz-target']).split('.').at(-1)
    if (action === 'GetQueueAttributes') {
      return sendJson(response, 200, { Attributes: { ApproximateNumberOfMessages: waiting } })
    }
    return sendJson(response, 200, { Messages: left.splice(0), Successful: [] })
  })
})
afterEach(() => server.stop())

async function list(boxes: readonly string[], { limit = 10, json = false } = {}) {
  const sqs = new SQSClient({
    ...{ endpoint: server.url, region: 'eu-west-1', maxAttempts: 1, md5: false as const },
    credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
  })
  const names = ['SearchDlq', 'LakeDlq']
  const resources = Object.fromEntries(names.map((name) => [name, `${server.url}/1/${name}`]))
  const printed: string[] = []
  const noted: string[] = []
  const context = {
    ...{ env: {}, stateDir: '', root: '', stdin: process.stdin },
    print: (line: string) => printed.push(line),
    note: (line: string) => noted.push(line),
  }
  const listing = listLetters(
    {
      boxes: boxes.map((name) => requireBox(name)),
      deployment: { sqs, resources } as unknown as Deployment,
      ...{ limit, json, signal: new AbortController().signal },
    },
    context,
  )
  const [outcome] = await Promise.allSettled([listing])
  return { outcome, printed, noted }
}

describe('listLetters', () => {
  it('lists the other boxes when one of them cannot be read, and then tells why', async () => {
    const { outcome, printed, noted } = await list(['search', 'lake'])

    expect(printed.at(-1)).toBe('1 dead letter: 1 - (receives)')
    expect(noted).toEqual(['search could not be read'])
    expect(outcome).toMatchObject({ status: 'rejected', reason: { name: 'AccessDenied' } })
  })

  it('does not say that there are none when none could be read', async () => {
    const { printed } = await list(['search'])

    expect(printed).toEqual([])
  })

  it('says where it looks when that takes long', async () => {
    left = []
    let now = 0
    using _clock = vi.spyOn(Date, 'now').mockImplementation(() => {
      now += 1_000
      return now
    })

    const { noted } = await list(['lake', 'lake'])

    expect(noted).toEqual(['looking into lake', 'looking into lake'])
  })

  it('names the boxes that it did not look into, for the limit', async () => {
    const { printed } = await list(['lake', 'cache', 'parked'], { limit: 1 })

    expect(printed.slice(-2)).toEqual([
      'lake: There may be more: see --limit (1)',
      'Not looked at, for --limit (1): cache, parked',
    ])
    left = [MESSAGE]
    const { printed: lines } = await list(['lake', 'cache'], { limit: 1, json: true })
    expect(JSON.parse(lines.at(-1) ?? '')).toMatchObject({ summary: { skipped: ['cache'] } })
  })

  it('says when the queue counts more than it handed out', async () => {
    waiting = '3'

    const { outcome, printed } = await list(['lake'])

    expect(outcome).toEqual({ status: 'fulfilled', value: 0 })
    expect(printed.at(-1)).toBe(
      'lake: The queue counts about 2 more than it handed out: look again in a minute',
    )
  })
})
