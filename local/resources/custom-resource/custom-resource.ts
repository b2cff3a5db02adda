import { randomUUID } from 'node:crypto'
import type { ExpectedReply } from '../../endpoints/custom-resource-replies.ts'
import type { AskedResource, CustomResourceReply } from '../../endpoints/custom-resource-reply.ts'
import type { LocalFunction } from '../../functions/local-function.ts'
import { modelled, type PropertySupport } from '../../template/property-support.ts'
import { withTextLeaves } from '../../template/with-text-leaves.ts'
import {
  findByArn,
  type ResourceModel,
  type ResourceRequest,
  type Stack,
} from '../resource-model.ts'

/**
 * How long CloudFormation waits for a reply when ServiceTimeout does not say.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cloudformation-customresource.html
 */
const SERVICE_TIMEOUT_SECONDS_DEFAULT = 3_600

/** All properties are handed to the function, so all are modelled. */
const support: PropertySupport = modelled()

/**
 * A resource that a function of the stack makes. It is asked to create it at each start, and never to
 * delete it: a stop is no deletion of the stack.
 *
 * Where CloudFormation would call a function that failed again and then wait for the whole timeout,
 * the start fails at once with the function's error.
 */
export const customResource: ResourceModel = {
  type: 'Custom::*',
  support,

  async create(resource, stack) {
    const lambda = findByArn(stack.functions, resource.properties.ServiceToken, 'the ServiceToken')
    const asked = {
      StackId: stack.names.stackId,
      RequestId: randomUUID(),
      LogicalResourceId: resource.logicalId,
    }
    const expected = stack.customResourceReplies.expect(asked)
    try {
      const request = toRequest(resource, asked, expected.responseUrl)
      const reply = await askFunction({ lambda, request, expected, resource, stack })
      if (reply.Status === 'FAILED') throw new Error(reply.Reason)
      return { ref: reply.PhysicalResourceId, attributes: toAttributes(reply.Data) }
    } finally {
      expected.forget()
    }
  },
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/crpg-ref-requesttypes-create.html */
function toRequest(
  { type, properties }: ResourceRequest,
  asked: AskedResource,
  responseUrl: string,
): Record<string, unknown> {
  return {
    RequestType: 'Create',
    ResponseURL: responseUrl,
    ...asked,
    ResourceType: type,
    ServiceToken: properties.ServiceToken,
    ResourceProperties: withTextLeaves(properties),
  }
}

async function askFunction(call: {
  readonly lambda: LocalFunction
  readonly request: unknown
  readonly expected: ExpectedReply
  readonly resource: ResourceRequest
  readonly stack: Stack
}): Promise<CustomResourceReply> {
  const { lambda, request, expected, resource, stack } = call
  const timeoutSeconds = Number(
    resource.properties.ServiceTimeout ?? SERVICE_TIMEOUT_SECONDS_DEFAULT,
  )
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

/** What has no plain value has no attribute: `Fn::GetAtt` of it fails by its name. */
function toAttributes(data: Readonly<Record<string, unknown>>): Record<string, string> {
  const plain = Object.entries(data).filter(([, value]) => typeof value !== 'object')
  return Object.fromEntries(plain.map(([name, value]) => [name, String(value)]))
}
