import { PipesClient } from '@aws-sdk/client-pipes'
import { afterEach, describe, expect, it } from 'vitest'
import { type HttpServer, sendJson, startHttpServer } from '../../test/fakes/http-server.ts'
import { readStreamKeeping } from './read-keeping.ts'

let server: HttpServer
afterEach(() => server.stop())

describe('readStreamKeeping', () => {
  async function withAge(age: number | undefined) {
    const DynamoDBStreamParameters = { MaximumRecordAgeInSeconds: age }
    const pipe = { SourceParameters: { DynamoDBStreamParameters } }
    server = await startHttpServer((_, response) => sendJson(response, 200, pipe))
    return new PipesClient({
      ...{ endpoint: server.url, region: 'eu-west-1' },
      credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
    })
  }

  it.each([
    [43_200, 12, 'PipeDlq'],
    [-1, 24, 'gone from the stream'],
    [undefined, 24, 'gone from the stream'],
    [604_800, 24, 'gone from the stream'],
  ])('with an age limit of %s s it is %d h, then %s', async (age, hours, afterwards) => {
    const keeping = await readStreamKeeping(await withAge(age), 'p')

    expect(keeping.forMs).toBe(hours * 3_600_000)
    expect(keeping.afterwards).toContain(afterwards)
  })
})
