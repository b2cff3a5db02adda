import type { Client } from '@opensearch-project/opensearch'
import { PipelineError, RetryableError } from '../errors/pipeline-error.ts'
import type { IndexAdmin, IndexMapping } from '../search/index-admin.ts'
import { errorOf, requestRetryCode, statusOf } from './opensearch-error.ts'

/** Lower priorities lose against ours for the same index name. */
const TEMPLATE_PRIORITY = 100

/** Index administration on OpenSearch 2.x and 3.x. */
export function createOpenSearchAdmin(client: Client): IndexAdmin {
  const send = async (method: string, path: string, body?: object): Promise<unknown> => {
    try {
      return (await client.transport.request({ method, path, ...(body && { body }) })).body
    } catch (error) {
      throw toPipelineError(error)
    }
  }
  return {
    readIndexes: async (aliasOrName) => {
      try {
        const path = `/${encodeURIComponent(aliasOrName)}/_mapping`
        const { body } = await client.transport.request({ method: 'GET', path })
        const found = Object.entries(body as Record<string, { mappings: IndexMapping }>)
        return found.map(([name, { mappings }]) => ({ name, mapping: mappings }))
      } catch (error) {
        if (statusOf(error) === 404) return []
        throw toPipelineError(error)
      }
    },
    putTemplate: async (name, pattern, template) => {
      const body = { index_patterns: [pattern], priority: TEMPLATE_PRIORITY, template }
      await send('PUT', `/_index_template/${encodeURIComponent(name)}`, body)
    },
    createIndex: async (name, body) => {
      await send('PUT', `/${encodeURIComponent(name)}`, body)
    },
    putMapping: async (index, mapping) => {
      await send('PUT', `/${encodeURIComponent(index)}/_mapping`, mapping)
    },
    putSettings: async (index, settings) => {
      await send('PUT', `/${encodeURIComponent(index)}/_settings`, { index: settings })
    },
    putAlias: async (index, alias, options) => {
      await send('POST', '/_aliases', { actions: [{ add: { index, alias, ...options } }] })
    },
  }
}

/** An administration request carries no item, so the engine's reason may be passed on. */
function toPipelineError(error: unknown): PipelineError {
  const refused = errorOf(error)
  // The engine answers 500 for some changes of a mapping that it will never make.
  const isRefusal = refused?.type === 'mapper_exception' || statusOf(error) === 400
  const reason = refused?.reason ?? refused?.type ?? 'it gave no reason'
  if (isRefusal) return new PipelineError('index.refused', `The search domain refuses: ${reason}`)

  const retryCode = requestRetryCode(error)
  if (retryCode !== null) {
    return new RetryableError(
      retryCode,
      `The search domain does not answer as it should: ${reason}`,
    )
  }
  return new PipelineError('index.failed', `The search domain failed: ${reason}`, { cause: error })
}
