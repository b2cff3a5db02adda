import { isRecord } from '../../../shared/json/is-record.ts'
import { compileDeclared } from '../../event-pattern/declared-pattern.ts'
import type { QueuePort } from './queue-port.ts'
import { removeAll } from './remove-all.ts'
import type { ReceivedMessage } from './sqs-record.ts'

export type MessageFilter = (message: ReceivedMessage) => boolean

/**
 * Reads `FilterCriteria`; undefined when it filters nothing.
 *
 * @throws Error when it is no pattern, or filters on anything but the body.
 */
export function readFilter(criteria: unknown): MessageFilter | undefined {
  const filters = isRecord(criteria) && Array.isArray(criteria.Filters) ? criteria.Filters : []
  const matchers = filters.map((filter: unknown) =>
    compileFilter(isRecord(filter) ? filter.Pattern : undefined),
  )
  if (matchers.length === 0) return undefined
  return (message) => matchers.some((matches) => matches(message))
}

/**
 * A queue of which only what passes is received; the rest is deleted. What could not be deleted comes
 * again, and does not keep the others from being received.
 */
export function filterQueue(
  queue: QueuePort,
  passes: MessageFilter,
  onDeletionFailed: (error: unknown) => void,
): QueuePort {
  return {
    remove: queue.remove,
    async receive(poll) {
      const messages = await queue.receive(poll)
      const passing = messages.filter(passes)
      const dropped = messages.filter((message) => !passing.includes(message))
      await removeAll(dropped, queue).catch(onDeletionFailed)
      return passing
    },
  }
}

/**
 * A filter says by its form whether bodies are text or JSON; those of the other kind are dropped.
 * https://docs.aws.amazon.com/lambda/latest/dg/with-sqs-filtering.html
 */
function compileFilter(pattern: unknown): MessageFilter {
  if (typeof pattern !== 'string') throw new Error('FilterCriteria: a filter needs a Pattern')
  const matches = compileDeclared(pattern, 'pipe')
  const parsed = JSON.parse(pattern) as Record<string, unknown>
  const others = Object.keys(parsed).filter((key) => key !== 'body')
  if (others.length > 0) {
    throw new Error(`FilterCriteria: ${others.join(', ')}: SQS messages are filtered by body only`)
  }
  const isOnJson = isRecord(parsed.body)
  return ({ body }) => {
    const json = parseJson(body)
    if (isOnJson) return json !== undefined && matches({ body: json })
    return json === undefined && matches({ body })
  }
}

/** Undefined for what is no JSON object or list: that is text. */
function parseJson(body: string): unknown {
  try {
    const value = JSON.parse(body) as unknown
    return typeof value === 'object' && value !== null ? value : undefined
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}
