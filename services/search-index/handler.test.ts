import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { respondToCloudFormation } from '../../shared/adapters/cloudformation-respond.ts'
import { ConfigError, RetryableError } from '../../shared/errors/pipeline-error.ts'
import { STREAM, TABLE } from '../../test/builders/change-event.ts'
import { type HttpServer, startHttpServer } from '../../test/fakes/http-server.ts'
import { MemoryLog } from '../../test/fakes/memory-log.ts'
import { createSearchIndexHandler, type SearchIndexOptions } from './handler.ts'

const REMAINING_MS = 120_000

describe('createSearchIndexHandler', () => {
  let server: HttpServer
  let status: number
  let log: MemoryLog
  beforeEach(async () => {
    status = 200
    log = new MemoryLog()
    server = await startHttpServer((_, response) => response.writeHead(status).end())
  })
  afterEach(() => server.stop())

  const aRequest = (overrides: object = {}) => ({
    RequestType: 'Create',
    ResponseURL: `${server.url}/signed?secret=s3cret`,
    StackId: 'arn:aws:cloudformation:eu-west-1:000000000000:stack/tailrace-dev/1',
    RequestId: 'request-1',
    ResourceType: 'Custom::SearchIndex',
    LogicalResourceId: 'SearchIndex',
    ResourceProperties: {
      ServiceToken: 'arn:aws:lambda:eu-west-1:000000000000:function:index',
      TableStreamArn: `arn:aws:dynamodb:eu-west-1:000000000000:table/${TABLE}/stream/${STREAM}`,
      DefinitionsDigest: 'abc',
      Shards: '2',
      Replicas: '1',
    },
    ...overrides,
  })
  const handle = (
    request: object,
    prepare: SearchIndexOptions['prepare'] = async () => ['orders-000001'],
    pause: SearchIndexOptions['pause'] = isNeverOver,
    remainingMs = REMAINING_MS,
  ) =>
    createSearchIndexHandler({ prepare, pause, respond: respondToCloudFormation, log })(request, {
      getRemainingTimeInMillis: () => remainingMs,
    })
  const answers = () => server.requests.map(({ body }) => JSON.parse(body))

  it('prepares the indexes and tells CloudFormation so', async () => {
    const asked: unknown[] = []

    await handle(aRequest(), async (properties) => {
      asked.push(properties)
      return ['orders-000001']
    })

    expect(asked).toEqual([
      { TableStreamArn: { table: TABLE, stream: STREAM }, Shards: 2, Replicas: 1 },
    ])
    expect(answers()).toEqual([
      {
        Status: 'SUCCESS',
        Data: { Indexes: 'orders-000001' },
        PhysicalResourceId: 'SearchIndex',
        StackId: 'arn:aws:cloudformation:eu-west-1:000000000000:stack/tailrace-dev/1',
        RequestId: 'request-1',
        LogicalResourceId: 'SearchIndex',
      },
    ])
  })

  it('sends its answer as the signed URL wants it: PUT, without a content type', async () => {
    await handle(aRequest())

    const [{ method, path, headers } = { method: '', path: '', headers: {} }] = server.requests
    expect([method, path]).toEqual(['PUT', '/signed?secret=s3cret'])
    expect(headers['content-type']).toBeUndefined()
    expect(headers['content-length']).toBeDefined()
  })

  it('keeps the physical id on Update and Delete, so that nothing is replaced', async () => {
    const PhysicalResourceId = 'made-earlier'

    await handle(aRequest({ RequestType: 'Update', PhysicalResourceId }))
    await handle(aRequest({ RequestType: 'Delete', PhysicalResourceId }))

    expect(answers().map((answer) => answer.PhysicalResourceId)).toEqual([
      PhysicalResourceId,
      PhysicalResourceId,
    ])
  })

  it('keeps the data on Delete, whatever the properties are', async () => {
    const request = aRequest({ RequestType: 'Delete', ResourceProperties: {} })

    await handle(request, () => Promise.reject(new Error('not to be called')))

    expect(answers()).toMatchObject([{ Status: 'SUCCESS' }])
  })

  it('fails with the reason and the same physical id', async () => {
    await handle(aRequest(), async () => {
      throw new ConfigError('index.incompatible', 'The field total cannot be changed.')
    })

    expect(answers()).toMatchObject([
      {
        Status: 'FAILED',
        Reason: 'index.incompatible: The field total cannot be changed.',
        PhysicalResourceId: 'SearchIndex',
      },
    ])
  })

  it('tells as much as CloudFormation takes, the first lines first, and logs all', async () => {
    const lines = Array.from({ length: 100 }, (_, place) => `- field${place}: the index has "text"`)
    const message = ['The index cannot be changed.', ...lines].join('\n')

    await handle(aRequest(), () => Promise.reject(new ConfigError('index.incompatible', message)))

    const [{ body } = { body: '' }] = server.requests
    expect(Buffer.byteLength(body)).toBeLessThan(4096)
    expect(JSON.parse(body).Reason).toMatch(
      /^index\.incompatible: The index .*\n- field0: .*\n- and \d+ more: see the function's log$/s,
    )
    expect(log.lines).toContainEqual(
      expect.objectContaining({ fields: { code: 'index.incompatible', reason: message } }),
    )
  })

  it('names every property that is missing or wrong', async () => {
    await handle(aRequest({ ResourceProperties: { TableStreamArn: 'arn:x', Shards: '0' } }))

    const [{ Reason }] = answers()
    expect(Reason).toMatch(/^resource\.properties_invalid: .*TableStreamArn.*Shards.*Replicas/)
  })

  it('tells nothing of an error that is not its own but its name', async () => {
    await handle(aRequest(), async () => {
      throw new TypeError('with a secret')
    })

    expect(answers()[0].Reason).toMatch(/^internal\.unclassified: TypeError/)
    expect(JSON.stringify(answers())).not.toContain('with a secret')
  })

  it('logs neither the signed URL nor its secret', async () => {
    await handle(aRequest())
    await handle(aRequest(), () => Promise.reject(new Error('any')))

    expect(JSON.stringify(log.lines)).not.toContain('s3cret')
  })

  it('tries again while the domain is not ready', async () => {
    const attempts = ['index.unreachable', 'index.access_denied']
    const pause: SearchIndexOptions['pause'] = (_, signal) =>
      signal === undefined ? Promise.resolve() : isNeverOver()

    await handle(
      aRequest(),
      async () => {
        const code = attempts.shift()
        if (code !== undefined) throw new RetryableError(code, 'not yet')
        return ['orders-000001']
      },
      pause,
    )

    expect(attempts).toEqual([])
    expect(answers()).toMatchObject([{ Status: 'SUCCESS' }])
  })

  it('gives up with the reason when there is no time for another attempt', async () => {
    const unreachable = new RetryableError('index.unreachable', 'Nothing listens.')

    await handle(aRequest(), () => Promise.reject(unreachable), isNeverOver, 5_000)

    expect(answers()).toMatchObject([
      { Status: 'FAILED', Reason: expect.stringContaining('index.unreachable') },
    ])
  })

  it('answers before its own time is up, ten seconds early', async () => {
    const pauses: number[] = []
    const pause = async (ms: number) => {
      pauses.push(ms)
    }

    await handle(aRequest(), isNeverOver<readonly string[]>, pause)

    expect(pauses).toEqual([REMAINING_MS - 10_000])
    expect(answers()).toMatchObject([
      { Status: 'FAILED', Reason: expect.stringContaining('in time') },
    ])
  })

  it('throws when the answer cannot be delivered, so that Lambda tries again', async () => {
    status = 503

    await expect(handle(aRequest())).rejects.toMatchObject({
      code: 'cloudformation.answer_undelivered',
    })
    expect(server.requests).toHaveLength(3)
  })

  it('throws when the request is none', async () => {
    await expect(handle({ RequestType: 'Create' })).rejects.toThrow()
  })
})

function isNeverOver<Value = void>(): Promise<Value> {
  return new Promise(() => undefined)
}
