/** The change event: what sinks are given, how they check it, and how its values are decoded. */
export type { AttributeValue } from '../attribute-value/attribute-value.ts'
export {
  CHANGE_EVENT_VERSION,
  type ChangeEvent,
  type ChangeType,
  type Image,
  type Json,
  OPS,
  type Op,
  type Position,
} from './change-event.ts'
export { decodeAttributeValue } from './decode-attribute-value.ts'
export { parseChangeEvent } from './parse-change-event.ts'
export { parseStreamArn, type StreamName } from './parse-stream-arn.ts'
export type { PoisonCode } from './poison-code.ts'
