import { describe, expect, it } from 'vitest'
import type { InvocationResult } from '../../functions/function-process.ts'
import { failedMessages } from './failed-messages.ts'

const ids = ['m-1', 'm-2', 'm-3']

function reply(payload: unknown): InvocationResult {
  return { ok: true, payload }
}

describe('failedMessages', () => {
  it.each([
    ['null', null],
    ['an object without the list', {}],
    ['a null list', { batchItemFailures: null }],
    ['an empty list', { batchItemFailures: [] }],
  ])('is none for %s', (_, payload) => {
    expect(failedMessages(ids, reply(payload), true).failed).toEqual([])
  })

  it('is what the function names, each once', () => {
    const named = ['m-2', 'm-2', 'm-3'].map((itemIdentifier) => ({ itemIdentifier }))

    const { failed } = failedMessages(ids, reply({ batchItemFailures: named }), true)

    expect(failed).toEqual(['m-2', 'm-3'])
  })

  it.each([
    ['an unknown id', { batchItemFailures: [{ itemIdentifier: 'm-9' }] }],
    [
      'an unknown id beside a known one',
      {
        batchItemFailures: [{ itemIdentifier: 'm-1' }, { itemIdentifier: 'm-9' }],
      },
    ],
    ['an empty id', { batchItemFailures: [{ itemIdentifier: '' }] }],
    ['a null id', { batchItemFailures: [{ itemIdentifier: null }] }],
    ['a wrong key', { batchItemFailures: [{ messageId: 'm-1' }] }],
    ['ids that are not wrapped', { batchItemFailures: ['m-1'] }],
    ['a list that is none', { batchItemFailures: 'm-1' }],
    ['a text', 'ok'],
    ['an array', []],
  ])('is all of them for %s', (_, payload) => {
    expect(failedMessages(ids, reply(payload), true).failed).toEqual(ids)
  })

  it('is all of them when the function failed', () => {
    const error = { errorType: 'Error', errorMessage: 'no' }

    const outcome = failedMessages(ids, { ok: false, timedOut: false, error }, true)

    expect(outcome).toEqual({ failed: ids, error: 'no' })
  })

  it('is none for any reply when the mapping does not ask for single failures', () => {
    const named = { batchItemFailures: [{ itemIdentifier: 'm-1' }] }

    expect(failedMessages(ids, reply(named), false).failed).toEqual([])
  })
})
