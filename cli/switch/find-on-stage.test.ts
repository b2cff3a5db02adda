import { afterEach, describe, expect, it } from 'vitest'
import { createAwsRestClient } from '../../shared/adapters/aws-rest-client.ts'
import { type HttpServer, sendJson, startHttpServer } from '../../test/fakes/http-server.ts'
import { findMapping, findPipe } from './find-on-stage.ts'
import { readStreamKeeping } from './read-keeping.ts'

const FUNCTION = 'arn:aws:lambda:eu-west-1:111122223333:function'

let server: HttpServer
afterEach(() => server.stop())

/** AWS as it answers, by path and query. */
async function anAws(answers: Readonly<Record<string, unknown>>, status = 200) {
  server = await startHttpServer(({ path }, response) =>
    sendJson(response, path in answers ? status : 404, answers[path] ?? { message: path }),
  )
  return createAwsRestClient({
    ...{ service: 'pipes', region: 'eu-west-1', endpoint: server.url },
    credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
  })
}

const aPipe = (Name: string, lambda: string) => ({ Name, Enrichment: `${FUNCTION}:${lambda}` })

describe('findPipe', () => {
  it('finds the one that the function enriches, on any page', async () => {
    const aws = await anAws({
      '/v1/pipes?Limit=100': {
        Pipes: [aPipe('other', 'tailrace-prod2-enrichment'), { Name: 'bare' }],
        NextToken: 'a b',
      },
      '/v1/pipes?Limit=100&NextToken=a%20b': {
        Pipes: [aPipe('ChangePipe-1', 'tailrace-prod-enrichment')],
      },
    })

    expect(await findPipe(aws, 'tailrace-prod-enrichment')).toBe('ChangePipe-1')
    expect(await findPipe(aws, 'tailrace-qa-enrichment')).toBeUndefined()
  })
})

describe('findMapping', () => {
  const path = '/2015-03-31/event-source-mappings?FunctionName=tailrace-prod-lakeWriter'

  it('finds the one of the function', async () => {
    const aws = await anAws({ [path]: { EventSourceMappings: [{ UUID: '91eaeb7e' }] } })

    expect(await findMapping(aws, 'tailrace-prod-lakeWriter')).toBe('91eaeb7e')
  })

  it('finds none where the function is not there, and passes any other refusal on', async () => {
    const missing = await anAws({ [path]: { __type: 'ResourceNotFoundException' } }, 404)
    expect(await findMapping(missing, 'tailrace-prod-lakeWriter')).toBeUndefined()
    await server.stop()

    const denied = await anAws({ [path]: { __type: 'AccessDeniedException', message: 'no' } }, 403)
    await expect(findMapping(denied, 'tailrace-prod-lakeWriter')).rejects.toThrow('AccessDenied')
  })
})

describe('readStreamKeeping', () => {
  const withAge = (age: number | undefined) =>
    anAws({
      '/v1/pipes/p': {
        SourceParameters: { DynamoDBStreamParameters: { MaximumRecordAgeInSeconds: age } },
      },
    })

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
