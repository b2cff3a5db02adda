import { PRICES } from '../prices.ts'
import {
  DATA_KEY_SECONDS,
  LOG_LINE_BYTES,
  LOGGED_CHANGE_BYTES,
  METRICS_LINE_BYTES,
  TRACED_SHARE,
} from './assumptions.ts'
import { type BillLine, fixed, variable } from './bill.ts'
import type { BillInput } from './bill-input.ts'
import type { Invocations } from './invocations.ts'
import { BYTES_OF_GB, DAYS_OF_MONTH, SECONDS_OF_MONTH } from './month.ts'
import { METRICS_OF_ENRICHMENT, METRICS_OF_SINK, STACK } from './stack.ts'

/** Logs, metrics, traces and alarms of a month without trouble. */
export function watchingLines(
  { settings }: BillInput,
  functions: readonly Invocations[],
): readonly BillLine[] {
  const bytes = functions.reduce((sum, invocations) => sum + logBytesOf(invocations), 0)
  const gb = bytes / BYTES_OF_GB
  const kept = (gb * settings.logRetentionDays) / DAYS_OF_MONTH
  const traces = functions.reduce((sum, invocations) => sum + tracesOf(invocations), 0)
  const metrics = METRICS_OF_ENRICHMENT + STACK.sinks * METRICS_OF_SINK
  return [
    variable('Watching', 'log lines', gb, PRICES.logGb),
    variable('Watching', 'log lines, kept', kept, PRICES.keptLogGb),
    variable('Watching', 'traces of functions', traces, PRICES.trace),
    fixed('Watching', 'metrics', metrics, PRICES.metric),
    fixed('Watching', 'alarms', STACK.alarms, PRICES.alarm),
  ]
}

function logBytesOf({ count, batch }: Invocations): number {
  return count * (LOG_LINE_BYTES + METRICS_LINE_BYTES + batch * LOGGED_CHANGE_BYTES)
}

/** The first of each second, and a share of the others. */
function tracesOf({ count }: Invocations): number {
  const first = Math.min(count, SECONDS_OF_MONTH)
  return first + (count - first) * TRACED_SHARE
}

/**
 * The key and the secret. Of calls to the key those of the queues, as AWS estimates them: of who sends
 * two, of who receives one, each time a data key is used up. Others keep theirs for minutes, too.
 */
export function keyLines(queues: number): readonly BillLine[] {
  const calls = queues * (SECONDS_OF_MONTH / DATA_KEY_SECONDS) * (2 * 1 + 1)
  return [
    fixed('Keys', 'key', STACK.keys, PRICES.key),
    fixed('Keys', 'its calls by queues', calls, PRICES.keyRequest),
    fixed('Keys', 'secret', STACK.secrets, PRICES.secret),
  ]
}
