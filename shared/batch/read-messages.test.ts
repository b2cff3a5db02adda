import { describe, expect, it } from 'vitest'
import { aChangeEvent, aMessage } from '../../test/builders/change-event.ts'
import { readMessages } from './read-messages.ts'

describe('readMessages', () => {
  it('reads the change event of each message', () => {
    const event = aChangeEvent()

    const { changes, poison } = readMessages([aMessage(event)])

    expect(changes.map((change) => change.event)).toEqual([event])
    expect(poison).toEqual([])
  })

  it.each([
    ['a body that is no JSON', 'event.not_json', 'a private value {'],
    ['a body without a detail', 'event.schema_invalid', '{"private":"value"}'],
    ['a body that is null', 'event.schema_invalid', 'null'],
    ['a body that is text', 'event.schema_invalid', '"private"'],
    ['a detail that is no change event', 'event.schema_invalid', '{"detail":{"id":"private"}}'],
  ])('makes %s poison and quotes nothing of it', (_, code, body) => {
    const good = aMessage(aChangeEvent())

    const { changes, poison } = readMessages([aMessage(null, { body }), good])

    expect(changes.map(({ message }) => message)).toEqual([good])
    expect(poison.map(({ outcome }) => outcome)).toMatchObject([{ kind: 'poison', code }])
    expect(JSON.stringify(poison.map(({ outcome }) => outcome))).not.toContain('private')
  })
})
