/** A gateway for tests, with one function that may do everything but what a test denies. */
import { createChaos } from '../chaos/chaos.ts'
import { systemClock } from '../clock.ts'
import { AccessDenied } from '../policies/authorize.ts'
import { nameStack, REGION } from '../template/stack-names.ts'
import { startGateway } from './gateway.ts'
import type { GatewayCall, ResourceNames } from './gateway-call.ts'
import type { Serving } from './serve-call.ts'

export const USER = 'arn:aws:sts::000000000000:assumed-role/Role/function'

export interface TestGateway extends AsyncDisposable {
  readonly url: string
  /** What was asked for, in order. */
  readonly asked: readonly GatewayCall[]
  /** Actions that are denied; with `explicit` by a statement. */
  readonly denied: Map<string, { readonly explicit: boolean }>
  /** Options of an SDK client that calls as the function does. */
  readonly client: {
    readonly endpoint: string
    readonly region: string
    readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string }
    readonly maxAttempts: number
  }
}

export const names: ResourceNames = {
  arn: nameStack('gateway').arn,
  table: (name) => `arn:aws:dynamodb:ddblocal:000000000000:table/${name}`,
  bus: (name) => (name.startsWith('arn:') ? name : `arn:aws:events:::event-bus/${name}`),
  secret: (name) => (name.startsWith('arn:') ? name : `arn:aws:secretsmanager:::secret:${name}`),
}

export async function startTestGateway(
  engines: Serving['engines'],
  chaos = createChaos(systemClock),
): Promise<TestGateway> {
  const asked: GatewayCall[] = []
  const denied = new Map<string, { readonly explicit: boolean }>()
  const gateway = await startGateway({ engines, names, chaos })
  gateway.admit({
    accessKeyId: 'Function1',
    user: USER,
    authorize: (action, resource) => {
      asked.push({ action, resource })
      const denial = denied.get(action)
      if (denial === undefined) return
      throw new AccessDenied({ caller: 'Role', action, resource, reason: 'test', ...denial })
    },
  })
  return {
    url: gateway.url,
    asked,
    denied,
    client: {
      endpoint: gateway.url,
      region: REGION,
      credentials: { accessKeyId: 'Function1', secretAccessKey: 'local' },
      maxAttempts: 1,
    },
    [Symbol.asyncDispose]: gateway.stop,
  }
}
