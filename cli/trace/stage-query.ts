import { isSafeEventId } from '../../shared/change-event/event-id.ts'
import { InputError } from '../command.ts'
import { stageFlags } from '../deployment/stage-flags.ts'

/** Keys of infra/functions.yml, in the order in which a change meets them. */
const FUNCTIONS = ['enrichment', 'searchProjector', 'lakeWriter', 'cacheInvalidator'] as const

const STAGE = /^[A-Za-z0-9-]+$/

/** DynamoDB's own are hexadecimal, those of DynamoDB Local UUIDs. */
const EVENT_ID = /^[0-9a-f-]{16,}$/i

/** Which stage, and where if the environment does not say so. */
export interface StagePlace {
  readonly stage: string
  readonly region?: string | undefined
}

/** What to ask of a deployed stage: nothing is asked here. */
export interface StageQuery {
  readonly logGroups: readonly string[]
  /** For CloudWatch Logs Insights; an eventID stands in it, or `<eventID>`. */
  readonly query: string
  /** The same and the rest of the way, for a person. */
  readonly lines: readonly string[]
}

/**
 * The query that follows a change through the logs of a stage. They name changes by eventID: those of
 * an item the lake knows.
 *
 * @throws InputError for what is no name of a stage.
 */
export function toStageQuery(wanted: string, { stage, region }: StagePlace): StageQuery {
  if (!STAGE.test(stage)) throw new InputError(`"${stage}" is no name of a stage.`)
  const flags = stageFlags({ stage, region })
  const isEvent = isSafeEventId(wanted)
  const eventID = isEvent ? wanted : '<eventID>'
  const logGroups = FUNCTIONS.map((name) => `/aws/lambda/tailrace-${stage}-${name}`)
  const query = [
    'fields @timestamp, service, outcome, code, message',
    `| filter @message like "${eventID}"`,
    '| sort @timestamp asc',
  ]
  const quoted = wanted.replaceAll("'", "''")
  const sql = `SELECT event_id, op, time, seq FROM changes WHERE id = '${quoted}' ORDER BY seq DESC LIMIT 3`
  const likeSql = `SELECT DISTINCT id FROM changes WHERE id LIKE '%${quoted}%' LIMIT 10`
  const doubts = [
    `"${wanted}" does not look like an eventID, and has no "|", as items' ids have. To find an id:`,
    ...[`  npx tailrace lake "${likeSql}"${flags}`, ''],
  ]
  const steps = [
    ...(wanted.includes('|') || EVENT_ID.test(wanted) ? [] : doubts),
    ...(isEvent ? [] : ['Its changes, by the lake:', `  npx tailrace lake "${sql}"${flags}`, '']),
    'In CloudWatch Logs Insights, over these log groups:',
    ...logGroups.map((name) => `  ${name}`),
    '',
    ...query.map((line) => `  ${line}`),
    '',
    'What it says, and what is not in it: docs/runbooks/trace.md. Where it is not done:',
    `  npx tailrace dlq show ${eventID}${flags}`,
  ]
  return { logGroups, query: query.join('\n'), lines: steps }
}
