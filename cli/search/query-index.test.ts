import { expect, it } from 'vitest'
import { EnvironmentError } from '../../local/environment-error.ts'
import { startHttpServer } from '../../test/fakes/http-server.ts'
import { queryIndex } from './query-index.ts'

it('says that an index does not answer, also one that takes the call and is silent', async () => {
  const frozen = await startHttpServer(() => undefined)
  try {
    const asked = queryIndex({
      ...{ endpoint: frozen.url, index: 'orders', query: '*', size: 1 },
      answerMsMax: 50,
    })

    await expect(asked).rejects.toThrow(EnvironmentError)
    await expect(asked).rejects.toThrow(`OpenSearch does not answer at ${frozen.url}.`)
  } finally {
    await frozen.stop()
  }
})
