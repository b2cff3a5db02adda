import type { BusEvent } from '../event-bus/bus-event.ts'
import type { MessageTexts } from './dead-letter-attributes.ts'
import type { RuleTarget } from './deliver-to-target.ts'
import type { Destination } from './queue-destination.ts'

/** A queue for tests: it remembers what it took. */
export interface FakeDestination extends Destination {
  readonly taken: { body: string; attributes: MessageTexts }[]
  /** How often it was sent to, whether it took it or not. */
  attempts(): number
}

/** @param outcomes of the attempts, in order: an error, or work to do before it is taken. */
export function createFakeDestination(
  name: string,
  outcomes: readonly (Error | (() => Promise<void>))[] = [],
): FakeDestination {
  const left = [...outcomes]
  const taken: FakeDestination['taken'] = []
  let attempts = 0
  return {
    name,
    arn: `arn:aws:sqs:eu-west-1:000000000000:${name}`,
    taken,
    attempts: () => attempts,
    async send({ body, attributes = {} }) {
      attempts++
      const outcome = left.shift()
      if (outcome instanceof Error) throw outcome
      await outcome?.()
      taken.push({ body, attributes })
    },
  }
}

/** What an engine that does not listen gives. */
export function aConnectionError(): Error {
  return Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED', $metadata: {} })
}

/** What an SQS client throws for an answer of that name and status. */
export function aServiceError(name: string, httpStatusCode = 400): Error {
  return Object.assign(new Error(`${name} it is`), { name, $metadata: { httpStatusCode } })
}

export function aTarget(target: Partial<RuleTarget> & Pick<RuleTarget, 'queue'>): RuleTarget {
  return { retryAttemptsMax: 185, eventAgeMsMax: 86_400_000, ...target }
}

export function anEvent(id = 'e-1'): BusEvent {
  return {
    version: '0',
    id,
    'detail-type': 'order.modified',
    source: 'tailrace',
    account: '000000000000',
    time: '2026-11-21T07:26:36Z',
    region: 'eu-west-1',
    resources: [],
    detail: { a: 1 },
  }
}
