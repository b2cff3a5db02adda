import { GetQueueAttributesCommand, ReceiveMessageCommand } from '@aws-sdk/client-sqs'
import { describe, expect, it } from 'vitest'
import { aChangeEvent } from '../../test/builders/change-event.ts'
import type { Deployment } from '../deployment/deployment.ts'
import { createAsker } from './asker.ts'
import { collectLetters } from './find-letters.ts'

const CHANGE = {
  ...{ eventID: 'e-1', id: null, entity: null, op: null, time: null, position: null },
} as const

let messages = 0

function aMessage(eventID: string) {
  messages += 1
  const id = `m-${messages}`
  const body = { version: '0', id, 'detail-type': 'order.modified', source: 'tailrace' }
  const detail = { ...aChangeEvent(), eventID }
  return { MessageId: id, ReceiptHandle: id, Body: JSON.stringify({ ...body, detail }) }
}

/** Collects from a DLQ that counts and hands out as it is told. */
async function collect(
  counts: { readonly waiting?: number; readonly held?: number },
  receive: () => Promise<readonly object[]>,
) {
  const send = async (command: object) => {
    if (command instanceof ReceiveMessageCommand) return { Messages: await receive() }
    if (!(command instanceof GetQueueAttributesCommand)) return {}
    return {
      Attributes: {
        ApproximateNumberOfMessages: String(counts.waiting ?? 0),
        ApproximateNumberOfMessagesNotVisible: String(counts.held ?? 0),
      },
    }
  }
  const deployment = { resources: { SearchDlq: 'q' }, sqs: { send } } as unknown as Deployment
  const asker = createAsker()
  const letters = await collectLetters([CHANGE], () => [], { asker, deployment }, 50)
  return { found: letters.get(CHANGE.eventID)?.length ?? 0, silent: asker.silent }
}

/** Once those, then nothing. */
function once(...all: readonly object[]) {
  let left = all
  return async () => {
    const portion = left
    left = []
    return portion
  }
}

describe('collectLetters', () => {
  it('is silent of nothing when a box was read whole, or the letter was found', async () => {
    expect(await collect({}, once())).toEqual({ found: 0, silent: [] })
    expect(await collect({ waiting: 1, held: 3 }, once(aMessage('e-1')))).toEqual({
      ...{ found: 1, silent: [] },
    })
  })

  it.each([
    [{ held: 1 }, 'another reader has 1 letter of it'],
    [{ waiting: 4 }, 'it counts about 3 more than it handed out'],
  ])('names a box that was not read whole: %j', async (counts, why) => {
    const { found, silent } = await collect(counts, once(aMessage('e-2')))

    expect(found).toBe(0)
    expect(silent).toEqual([`SearchDlq could not be asked: ${why}`])
  })

  it('ends with a box that is too large to be read in time', async () => {
    const { silent } = await collect({ waiting: 1_000_000 }, async () => {
      await new Promise(setImmediate)
      return [aMessage('e-2')]
    })

    expect(silent).toEqual([
      'SearchDlq could not be asked: it holds more than could be read in time',
    ])
  })
})
