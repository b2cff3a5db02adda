import { describe, expect, it } from 'vitest'
import { pipeRules } from '../resources/pipe/rules.ts'
import { oneForOne, someRecords, startTestPipe } from '../resources/pipe/start-test-pipe.ts'
import { servePipes } from './pipes-api.ts'

function serve(options: Parameters<typeof startTestPipe>[1] = {}) {
  const test = startTestPipe({}, options)
  const handle = servePipes(new Map([[test.pipe.arn, test.pipe]]))
  const call = (method: string, path: string) => {
    const reply = handle({ method, path, headers: {}, body: '' })
    return { status: reply?.status, body: JSON.parse(reply?.body ?? '{}') }
  }
  return { test, handle, call }
}

describe('the API of Pipes', () => {
  it(pipeRules.pipesApi.text, async () => {
    const { test, call } = serve()
    await test.clock.settle()

    const described = call('GET', '/v1/pipes/pipe-1')
    const stopping = call('POST', '/v1/pipes/pipe-1/stop')
    await test.pipe.stopped()
    const stopped = call('GET', '/v1/pipes/pipe-1')
    const starting = call('POST', '/v1/pipes/pipe-1/start')
    await test.stop()

    expect(described).toEqual({
      status: 200,
      body: {
        Arn: 'arn:aws:pipes:eu-west-1:000000000000:pipe/pipe-1',
        Name: 'pipe-1',
        CurrentState: 'RUNNING',
        DesiredState: 'RUNNING',
        CreationTime: Date.parse('2026-11-21T07:26:36Z') / 1000,
        LastModifiedTime: Date.parse('2026-11-21T07:26:36Z') / 1000,
      },
    })
    expect(stopping.body).toMatchObject({ CurrentState: 'STOPPING', DesiredState: 'STOPPED' })
    expect(stopped.body).toMatchObject({ CurrentState: 'STOPPED' })
    expect(starting.body).toMatchObject({ CurrentState: 'STARTING', DesiredState: 'RUNNING' })
    expect(call('DELETE', '/v1/pipes/pipe-1')).toEqual({
      status: 400,
      body: {
        __type: 'UnknownOperationException',
        code: 'UnknownOperationException',
        message: 'DELETE /v1/pipes/pipe-1 is not modelled',
      },
    })
  })

  it('does not know a Pipe of another name', async () => {
    const { test, call } = serve()

    const reply = call('POST', '/v1/pipes/other/stop')
    await test.stop()

    expect(reply).toMatchObject({ status: 404, body: { __type: 'NotFoundException' } })
  })

  it('refuses to start a Pipe that is stopping', async () => {
    const { promise: held, resolve: release } = Promise.withResolvers<void>()
    const { test, call } = serve({
      enrich: async (batch) => {
        await held
        return oneForOne(batch)
      },
    })
    test.stream.put('shard-1', ...someRecords(1))
    await test.clock.advance(300)
    call('POST', '/v1/pipes/pipe-1/stop')

    const reply = call('POST', '/v1/pipes/pipe-1/start')
    release()
    await test.stop()

    expect(reply).toMatchObject({ status: 409, body: { __type: 'ConflictException' } })
  })

  it('leaves other requests to others', async () => {
    const { test, handle } = serve()

    const reply = handle({ method: 'POST', path: '/', headers: {}, body: '{}' })
    await test.stop()

    expect(reply).toBeUndefined()
  })
})
