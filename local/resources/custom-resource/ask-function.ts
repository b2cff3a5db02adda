import { randomUUID } from 'node:crypto'
import type { ExpectedReply } from '../../endpoints/custom-resource-replies.ts'
import type { CustomResourceReply } from '../../endpoints/custom-resource-reply.ts'
import type { LocalFunction } from '../../functions/local-function.ts'
import { withTextLeaves } from '../../template/with-text-leaves.ts'
import { findByArn, type ResourceRequest, type Stack } from '../resource-model.ts'

/**
 * How long CloudFormation waits for a reply when ServiceTimeout does not say.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cloudformation-customresource.html
 */
const SERVICE_TIMEOUT_SECONDS_DEFAULT = 3_600

/** What a request says beside the resource. Create has no physical id; only Update has old properties. */
export type RequestKind =
  | { readonly RequestType: 'Create' }
  | {
      readonly RequestType: 'Update'
      readonly PhysicalResourceId: string
      readonly OldResourceProperties: ResourceRequest['properties']
    }
  | { readonly RequestType: 'Delete'; readonly PhysicalResourceId: string }

export type Succeeded = Extract<CustomResourceReply, { readonly Status: 'SUCCESS' }>

/**
 * Asks a custom resource's function as CloudFormation does, and waits for its reply.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/crpg-ref-requesttypes.html
 *
 * Where CloudFormation would call a function that failed again and then wait for the whole timeout,
 * this fails at once with the function's error.
 *
 * @throws Error with the function's reason, or with what is wrong with its reply.
 */
export async function askFunction(
  kind: RequestKind,
  { logicalId, type, properties }: ResourceRequest,
  stack: Stack,
): Promise<Succeeded> {
  const lambda = findByArn(stack.functions, properties.ServiceToken, 'the ServiceToken')
  const asked = {
    StackId: stack.names.stackId,
    RequestId: randomUUID(),
    LogicalResourceId: logicalId,
  }
  const expected = stack.customResourceReplies.expect(asked)
  const request = {
    ...withTextProperties(kind),
    ResponseURL: expected.responseUrl,
    ...asked,
    ResourceType: type,
    ServiceToken: properties.ServiceToken,
    ResourceProperties: withTextLeaves(properties),
  }
  const timeoutSeconds = Number(properties.ServiceTimeout ?? SERVICE_TIMEOUT_SECONDS_DEFAULT)
  try {
    const reply = await waitForReply({ lambda, request, expected, timeoutSeconds, stack })
    if (reply.Status === 'FAILED') throw new Error(reply.Reason)
    return reply
  } finally {
    expected.forget()
  }
}

function withTextProperties(kind: RequestKind): Readonly<Record<string, unknown>> {
  if (kind.RequestType !== 'Update') return kind
  return { ...kind, OldResourceProperties: withTextLeaves(kind.OldResourceProperties) }
}

async function waitForReply(call: {
  readonly lambda: LocalFunction
  readonly request: unknown
  readonly expected: ExpectedReply
  readonly timeoutSeconds: number
  readonly stack: Stack
}): Promise<CustomResourceReply> {
  const { lambda, request, expected, timeoutSeconds, stack } = call
  const done = new AbortController()
  const failed = lambda.invoke(request).then((result) => {
    if (result.ok) return expected.reply
    throw new Error(`${lambda.name} failed: ${result.error.errorMessage}`)
  })
  const timedOut = stack.clock.sleep(timeoutSeconds * 1000, done.signal).then(() => {
    throw new Error(`${lambda.name} gave no reply within ${timeoutSeconds} s`)
  })
  try {
    return await Promise.race([expected.reply, failed, timedOut])
  } finally {
    done.abort()
  }
}
