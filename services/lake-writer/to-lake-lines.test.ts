import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { order } from '../../entities/order.ts'
import type { QueueMessage } from '../../shared/batch/queue-message.ts'
import { readMessages } from '../../shared/batch/read-messages.ts'
import type { ChangeEvent, Image, Json } from '../../shared/change-event/change-event.ts'
import { planColumns, toLakeLine } from '../../shared/lake/lake-record.ts'
import { aChangeEvent, aMessage, anOrder } from '../../test/builders/change-event.ts'
import { toLakeLines } from './to-lake-lines.ts'

const columns = planColumns(order)

const linesOf = (messages: readonly QueueMessage[]): readonly string[] => {
  const { changes } = readMessages(messages)
  const lines = toLakeLines(changes.map((change) => ({ ...change, columns })))
  return lines.map((line) => Buffer.from(line).toString())
}
const lineOf = (body: string) => linesOf([aMessage(null, { body })])[0] ?? ''
const meaningOf = (line: string) => {
  const { before, after, ...rest } = JSON.parse(line)
  return { ...rest, before: JSON.parse(before), after: JSON.parse(after) }
}

/** Images with everything that JSON escapes, and names that stand elsewhere in an event. */
const character = fc.oneof(fc.string({ unit: 'binary', maxLength: 1 }), fc.constantFrom('"', '\\'))
const text = fc.array(character, { maxLength: 6 }).map((parts) => parts.join(''))
// None with a backslash: V8 13.6 parses {"a":0,"\\"":0} to another name once it has seen {"a":0,"\\\\":0}.
const name = fc
  .oneof(text, fc.constantFrom('before', 'after', 'detail'))
  .filter((one) => !one.includes('\\'))
const { image } = fc.letrec<{ image: Image; value: Json }>((tie) => ({
  image: fc.dictionary(name, tie('value'), { maxKeys: 4 }),
  value: fc.oneof(
    { maxDepth: 4 },
    text,
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('value'), { maxLength: 3 }),
    tie('image'),
  ),
}))

const event: fc.Arbitrary<ChangeEvent> = fc
  .record({
    before: fc.option(image),
    after: image,
    op: fc.constantFrom('insert', 'modify', 'remove'),
    id: text.filter((id) => id !== ''),
  })
  .map(({ before, after, op, id }) => ({ ...aChangeEvent({ op, id, after }), before }))

describe('toLakeLines', () => {
  it('property: is, byte for byte, what the record serialised anew would be', () => {
    fc.assert(
      fc.property(fc.array(event, { maxLength: 5 }), (events) => {
        const lines = linesOf(events.map((one) => aMessage(one)))

        expect(lines).toEqual(
          events.map((one) => toLakeLine(JSON.parse(JSON.stringify(one)), columns)),
        )
      }),
    )
  })

  it('property: means the same however the message spells the event', () => {
    fc.assert(
      fc.property(event, fc.integer({ min: 0, max: 4 }), (one, indent) => {
        const escaped = JSON.stringify({ source: 'tailrace', detail: one }, null, indent).replace(
          /[\u0080-\uffff]/g,
          (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
        )

        const spelt = lineOf(escaped)

        expect(spelt.indexOf('\n')).toBe(spelt.length - 1)
        expect(meaningOf(spelt)).toEqual(meaningOf(toLakeLine(JSON.parse(escaped).detail, columns)))
      }),
    )
  })

  const aWhole = {
    ...aChangeEvent({ after: anOrder({ total: 2 }) }),
    before: anOrder({ total: 1 }),
  }
  const { before, after, ...others } = aWhole
  const imageText = { before: JSON.stringify(before), after: JSON.stringify(after) }
  const rest = JSON.stringify(others).slice(1, -1)

  it.each([
    ['the images the other way round', `"after":${imageText.after},"before":${imageText.before}`],
    [
      'names spelt with escapes',
      `"\\u0062efore":${imageText.before},"\\u0061fter":${imageText.after}`,
    ],
    [
      'an image twice, of which the last counts',
      `"before":{"total":9},"before":${imageText.before},"after":${imageText.after}`,
    ],
    [
      'an image twice, after the other',
      `"before":${imageText.before},"after":{"total":9},"after":${imageText.after}`,
    ],
  ])('reads an event with %s', (_, images) => {
    const body = `{"source":"tailrace","detail":{${rest},${images}}}`

    expect(lineOf(body)).toBe(toLakeLine(aWhole, columns))
  })

  it('is not led astray by the same names elsewhere in the message', () => {
    const body = `{"before":{"a":1},"resources":[{"detail":{"after":2}}],"detail":{"key":{"before":{}},${rest.replace(/"key":\{[^}]*\},/, '')},"before":${imageText.before},"after":${imageText.after}}}`

    expect(lineOf(body)).toBe(toLakeLine(aWhole, columns))
  })

  it('takes lines that are larger than a block, and many that are not', () => {
    const sizes = [10, 3_000_000, 10, 600_000, 600_000, 10]
    const events = sizes.map((size) =>
      aChangeEvent({ after: anOrder({ orderId: '"'.repeat(size) }) }),
    )

    const lines = linesOf(events.map((one) => aMessage(one)))

    expect(lines.map((line) => line.length)).toEqual(
      events.map((one) => toLakeLine(one, columns).length),
    )
    expect(lines).toEqual(events.map((one) => toLakeLine(one, columns)))
  })
})
