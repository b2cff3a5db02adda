import { setTimeout } from 'node:timers/promises'
import { AthenaClient } from '@aws-sdk/client-athena'
import { lakeDatabaseName, lakeWorkgroupName } from '../../shared/lake/lake-names.ts'
import type { CommandContext } from '../command.ts'
import { queryAthena } from './athena-lake.ts'
import { describeCost } from './athena-price.ts'
import type { QueryResult } from './query-result.ts'

/** Which stage is asked, and who listens. */
export interface StageQuery extends CommandContext {
  readonly stage: string
  readonly region: string | undefined
}

/**
 * Asks the lake of a deployed stage, with the credentials that any AWS tool would take. Ctrl-C stops
 * the query as well, not only the waiting for it.
 */
export async function queryStage(
  sql: string,
  { stage, region, note }: StageQuery,
): Promise<{ result: QueryResult; about: string }> {
  const client = new AthenaClient(region === undefined ? {} : { region })
  const interrupted = new AbortController()
  const interrupt = () => interrupted.abort()
  process.once('SIGINT', interrupt)
  try {
    const result = await queryAthena(sql, {
      client,
      workgroup: lakeWorkgroupName(stage),
      database: lakeDatabaseName(stage),
      wait: (ms) => setTimeout(ms),
      onProgress: (state, bytes) => note?.(`${state} ... ${describeCost(bytes)}`),
      signal: interrupted.signal,
    })
    return { result, about: `from stage ${stage}, ${describeCost(result.bytesScanned)}` }
  } finally {
    process.off('SIGINT', interrupt)
    client.destroy()
  }
}
