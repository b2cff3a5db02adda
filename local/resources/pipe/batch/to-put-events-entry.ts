import type { PutEventsEntry } from '../../event-bus/put-events-entry.ts'
import type { PipeSettings } from '../pipe-settings.ts'
import { resolveParameter } from './json-path.ts'

/** What a Pipe sends when its target parameters do not say. */
const SOURCE_DEFAULT = 'Pipes'
const DETAIL_TYPE_DEFAULT = 'Event'

/**
 * One item of the enrichment's reply as an entry for the bus: without an input template the item is
 * the event's detail. https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-pipes-event-target.html
 *
 * @throws CustomerError when a path leads to no text in the item.
 */
export function toPutEventsEntry(
  item: unknown,
  target: PipeSettings['target'],
  busArn: string,
): PutEventsEntry {
  return {
    EventBusName: busArn,
    Source: resolveParameter(target.source ?? SOURCE_DEFAULT, item),
    DetailType: resolveParameter(target.detailType ?? DETAIL_TYPE_DEFAULT, item),
    Detail: JSON.stringify(item),
    ...(target.time !== undefined && { Time: resolveParameter(target.time, item) }),
    ...(target.resources && {
      Resources: target.resources.map((resource) => resolveParameter(resource, item)),
    }),
  }
}
