import { createCustomResourceReplies } from '../../endpoints/custom-resource-replies.ts'
import { createFakeClock } from '../../fake-clock.ts'
import type { LocalFunction } from '../../functions/local-function.ts'
import { nameStack } from '../../template/stack-names.ts'
import type { Stack } from '../resource-model.ts'

export interface Request extends Record<string, unknown> {
  readonly RequestType: string
  readonly ResponseURL: string
  readonly ResourceProperties: Record<string, unknown>
}

/** What the function adds to its reply. */
export type Answer = (request: Request) => Record<string, unknown>

/** A stack whose function `arn:maker` repeats its request and adds what the test answers. */
export function aStackWithMaker(answer: Answer = () => ({})) {
  const requests: Request[] = []
  const replies = createCustomResourceReplies(() => 'http://endpoint')
  const lambda: LocalFunction = {
    name: 'maker',
    roleArn: 'arn:role',
    timeoutMs: 3_000,
    stop: async () => undefined,
    async invoke(payload) {
      const request = payload as Request
      const { StackId, RequestId, LogicalResourceId } = request
      requests.push(request)
      replies.take({
        method: 'PUT',
        path: new URL(request.ResponseURL).pathname,
        headers: {},
        body: JSON.stringify({
          Status: 'SUCCESS',
          PhysicalResourceId: 'made',
          ...{ StackId, RequestId, LogicalResourceId },
          ...answer(request),
        }),
      })
      return { ok: true, payload: null }
    },
  }
  const stack: Pick<Stack, 'functions' | 'customResourceReplies' | 'names' | 'clock'> = {
    functions: new Map([['arn:maker', lambda]]),
    customResourceReplies: replies,
    names: nameStack('test'),
    clock: createFakeClock(),
  }
  return { stack: stack as Stack, requests }
}
