/** The calls of both switches as they go over the wire. */
import { LambdaClient } from '@aws-sdk/client-lambda'
import { PipesClient } from '@aws-sdk/client-pipes'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type HttpServer, sendJson, startHttpServer } from '../../test/fakes/http-server.ts'
import { SwitchIsBusy } from '../switch/switch.ts'
import { createMappingSwitch } from './mapping-switch.ts'
import { createPipeSwitch } from './pipe-switch.ts'

let server: HttpServer
let answer: { status: number; body: unknown }

beforeEach(async () => {
  answer = { status: 200, body: {} }
  server = await startHttpServer((_, response) => sendJson(response, answer.status, answer.body))
})
afterEach(() => server.stop())

const options = () => ({
  ...{ region: 'eu-west-1', endpoint: server.url, maxAttempts: 1 },
  credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret' },
})
const asked = () => server.requests.map(({ method, path, body }) => `${method} ${path} ${body}`)

describe('createPipeSwitch', () => {
  const pipe = () => createPipeSwitch(new PipesClient(options()), 'tailrace-ChangePipe-1')

  it("asks as Pipes' API has it", async () => {
    await pipe().stop()
    await pipe().start()
    await pipe().status()

    expect(asked()).toEqual([
      'POST /v1/pipes/tailrace-ChangePipe-1/stop ',
      'POST /v1/pipes/tailrace-ChangePipe-1/start ',
      'GET /v1/pipes/tailrace-ChangePipe-1 ',
    ])
  })

  it.each([
    ['RUNNING', 'running'],
    ['STOPPING', 'stopping'],
    ['STOPPED', 'stopped'],
    ['STARTING', 'changing'],
    ['UPDATING', 'changing'],
    ['START_FAILED', 'failed'],
  ])('reads %s as %s', async (CurrentState, state) => {
    answer.body = { CurrentState, LastModifiedTime: 1_795_246_000.5, StateReason: 'because' }

    expect(await pipe().status()).toEqual({
      state,
      word: CurrentState,
      reason: 'because',
      changedAtMs: 1_795_246_000_500,
    })
  })

  it('tells a conflict from any other refusal, and names both', async () => {
    answer = { status: 409, body: { __type: 'ConflictException', message: 'it is STOPPING' } }
    await expect(pipe().start()).rejects.toThrow(SwitchIsBusy)

    answer = { status: 403, body: { __type: 'AccessDeniedException', message: 'no' } }
    await expect(pipe().start()).rejects.toMatchObject({
      name: 'AccessDeniedException',
      message: 'no',
    })
  })
})

describe('createMappingSwitch', () => {
  const mapping = () => createMappingSwitch(new LambdaClient(options()), '91eaeb7e-0000')

  it("asks as Lambda's API has it", async () => {
    await mapping().stop()
    await mapping().start()
    await mapping().status()

    expect(asked()).toEqual([
      'PUT /2015-03-31/event-source-mappings/91eaeb7e-0000 {"Enabled":false}',
      'PUT /2015-03-31/event-source-mappings/91eaeb7e-0000 {"Enabled":true}',
      'GET /2015-03-31/event-source-mappings/91eaeb7e-0000 ',
    ])
  })

  it.each([
    ['Enabled', 'running'],
    ['Disabling', 'stopping'],
    ['Disabled', 'stopped'],
    ['Updating', 'changing'],
  ])('reads %s as %s', async (State, state) => {
    answer.body = { State, LastModified: 1_795_246_000 }

    expect(await mapping().status()).toEqual({ state, word: State, changedAtMs: 1_795_246_000_000 })
  })

  it('says that it is busy', async () => {
    answer = { status: 400, body: { __type: 'ResourceInUseException', message: 'in use' } }

    await expect(mapping().stop()).rejects.toThrow(SwitchIsBusy)
  })
})
