/**
 * Finds what runs on a deployed stage by the function that it feeds: the functions alone have names that
 * are known beforehand.
 */

import { type AwsRestClient, AwsRestError } from '../../shared/adapters/aws-rest-client.ts'
import { isRecord } from '../../shared/json/is-record.ts'

/** Most that one call lists. https://docs.aws.amazon.com/eventbridge/latest/pipes-reference/API_ListPipes.html */
const PAGE = '100'

/** Name of the Pipe that a function enriches. */
export async function findPipe(pipes: AwsRestClient, lambda: string): Promise<string | undefined> {
  for (let token: string | undefined; ; ) {
    const page = await pipes.send({
      method: 'GET',
      path: '/v1/pipes',
      query: { Limit: PAGE, ...(token !== undefined && { NextToken: token }) },
    })
    const found = records(page.Pipes).find(({ Enrichment }) =>
      String(Enrichment).endsWith(`:function:${lambda}`),
    )
    if (found !== undefined) return String(found.Name)
    if (typeof page.NextToken !== 'string') return undefined
    token = page.NextToken
  }
}

/** UUID of the mapping that feeds a function. */
export async function findMapping(
  client: AwsRestClient,
  lambda: string,
): Promise<string | undefined> {
  try {
    const page = await client.send({
      method: 'GET',
      path: '/2015-03-31/event-source-mappings',
      query: { FunctionName: lambda },
    })
    const [found] = records(page.EventSourceMappings)
    return found === undefined ? undefined : String(found.UUID)
  } catch (error) {
    const isMissing = error instanceof AwsRestError && error.name === 'ResourceNotFoundException'
    if (isMissing) return undefined
    throw error
  }
}

function records(value: unknown): readonly Record<string, unknown>[] {
  return Array.isArray(value) ? value.filter(isRecord) : []
}
