import type { Json } from '../../shared/change-event/change-event.ts'

/**
 * Characters that JSON leaves as they are and SQS refuses: it takes what XML 1.0 allows. Control
 * characters and lone surrogates are escaped in JSON, so they pass.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html
 */
const REFUSED = /[\uFFFE\uFFFF]/

/**
 * Whether a value's JSON cannot be the body of a message. The bus takes it, but a rule can bring it
 * neither to its queue nor to its dead-letter queue, and drops it.
 */
export function holdsRefusedCharacter(value: Json | undefined): boolean {
  if (typeof value === 'string') return REFUSED.test(value)
  if (typeof value !== 'object' || value === null) return false
  if (Array.isArray(value)) return value.some(holdsRefusedCharacter)
  return Object.keys(value).some((name) => REFUSED.test(name) || holdsRefusedCharacter(value[name]))
}
