import { describe, expect, it } from 'vitest'
import type { InvocationResult } from '../../functions/invocation-result.ts'
import { FAILED } from './a-mapping.ts'
import { failedMessages } from './failed-messages.ts'
import { mappingRules } from './rules.ts'

const ids = ['m-1', 'm-2', 'm-3']

function reply(payload: unknown): InvocationResult {
  return { ok: true, payload }
}

function naming(...identifiers: readonly unknown[]): unknown {
  return { batchItemFailures: identifiers.map((itemIdentifier) => ({ itemIdentifier })) }
}

describe('the reply of a function', () => {
  it.each([
    ['null', null],
    ['undefined', undefined],
    ['an object without the list', {}],
    ['a null list', { batchItemFailures: null }],
    ['an undefined list', { batchItemFailures: undefined }],
    ['an empty list', { batchItemFailures: [] }],
  ])(`${mappingRules.emptyReplyIsSuccess.text} %s`, (_, payload) => {
    expect(failedMessages(ids, reply(payload), true)).toEqual({ failed: [] })
  })

  it.each([
    ['one', naming('m-2'), ['m-2']],
    ['all', naming('m-3', 'm-1', 'm-2'), ['m-3', 'm-1', 'm-2']],
  ])(`${mappingRules.reportedStay.text} %s`, (_, payload, failed) => {
    expect(failedMessages(ids, reply(payload), true)).toEqual({ failed })
  })

  it.each([
    ['an empty one', naming('')],
    ['null', naming(null)],
    ['undefined', naming(undefined)],
    ['a number', naming(1)],
    ['an object', naming({ id: 'm-1' })],
    ['a wrong key', { batchItemFailures: [{ messageId: 'm-1' }] }],
    ['a key in other case', { batchItemFailures: [{ ItemIdentifier: 'm-1' }] }],
    ['no key', { batchItemFailures: [{}] }],
    ['an entry that is null', { batchItemFailures: [null] }],
    ['an entry that is a text', { batchItemFailures: ['m-1'] }],
    ['one beside a good one', naming('m-1', null)],
  ])(`${mappingRules.badIdentifierFailsAll.text} %s`, (_, payload) => {
    expect(failedMessages(ids, reply(payload), true).failed).toEqual(ids)
  })

  it.each([
    ['alone', naming('m-9')],
    ['beside a known one', naming('m-1', 'm-9')],
    ['with a space', naming('m-1 ')],
  ])(`${mappingRules.unknownIdentifierFailsAll.text} %s`, (_, payload) => {
    expect(failedMessages(ids, reply(payload), true)).toEqual({
      failed: ids,
      error: 'batchItemFailures names a message that is not in the batch',
    })
  })

  it.each([
    ['a text', 'ok'],
    ['JSON in a text', '{"batchItemFailures":[]}'],
    ['a number', 0],
    ['false', false],
    ['a list', []],
    ['a list of failures', [{ itemIdentifier: 'm-1' }]],
    ['a text as list', { batchItemFailures: 'm-1' }],
    ['an empty text as list', { batchItemFailures: '' }],
    ['an object as list', { batchItemFailures: {} }],
    ['a number as list', { batchItemFailures: 0 }],
  ])(`${mappingRules.unreadableReplyFailsAll.text} %s`, (_, payload) => {
    expect(failedMessages(ids, reply(payload), true).failed).toEqual(ids)
  })

  it.each([
    ['a duplicate', naming('m-2', 'm-2')],
    ['a key beside the list', { batchItemFailures: [{ itemIdentifier: 'm-2' }], statusCode: 200 }],
    ['a key in an entry', { batchItemFailures: [{ itemIdentifier: 'm-2', reason: 'busy' }] }],
  ])(`${mappingRules.extraKeysAreIgnored.text} %s`, (_, payload) => {
    expect(failedMessages(ids, reply(payload), true)).toEqual({ failed: ['m-2'] })
  })

  it.each([
    ['named messages', naming('m-1')],
    ['a text', 'ok'],
    ['null', null],
  ])(`${mappingRules.replyIgnored.text} %s`, (_, payload) => {
    expect(failedMessages(ids, reply(payload), false)).toEqual({ failed: [] })
  })

  it.each([true, false])(`${mappingRules.failureKeepsBatch.text} reports: %s`, (reports) => {
    expect(failedMessages(ids, FAILED, reports)).toEqual({ failed: ids, error: 'no' })
  })
})
