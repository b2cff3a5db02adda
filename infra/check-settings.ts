import type { StageSettings } from './settings.ts'

/** What the search projector keeps free at the end of a batch, to dead-letter and to put off. */
const SETTLE_MS = 10_000

/** What two or more settings, each good by itself, must not say together. One sentence per problem. */
export function checkSettings(settings: StageSettings): string[] {
  const problems: string[] = []
  const ownDomain = settings.searchEndpoint === ''

  if (settings.searchBatchSize > 10 && settings.searchBatchingWindowSeconds < 1) {
    problems.push('searchBatchSize above 10 needs searchBatchingWindowSeconds of at least 1')
  }
  if (settings.searchRequestTimeoutMs * 2 + SETTLE_MS > settings.searchTimeoutSeconds * 1000) {
    problems.push('searchTimeoutSeconds must hold two requests of searchRequestTimeoutMs and 10 s')
  }
  if (settings.dlqRetentionSeconds < settings.queueRetentionSeconds) {
    problems.push(
      'dlqRetentionSeconds must be at least queueRetentionSeconds: time in the first queue counts',
    )
  }
  if (ownDomain && settings.searchAuth === 'none') {
    problems.push(
      'searchAuth none needs a searchEndpoint: the domain of the stack wants signatures',
    )
  }
  if (ownDomain && settings.searchReplicas >= settings.searchInstanceCount) {
    problems.push(
      'searchReplicas must be below searchInstanceCount: a copy needs a node of its own',
    )
  }
  if (settings.searchInstanceCount > 1 && settings.searchInstanceCount % 2 === 1) {
    problems.push('searchInstanceCount must be 1 or even: nodes are spread over two zones')
  }
  return problems
}
