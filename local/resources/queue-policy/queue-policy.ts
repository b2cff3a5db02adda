import { readPolicy } from '../../policies/policy-document.ts'
import { modelled, objectOf } from '../../template/property-support.ts'
import type { ResourceModel, Stack } from '../resource-model.ts'

/** Who beside the account's own roles may use queues. */
export const queuePolicy: ResourceModel = {
  type: 'AWS::SQS::QueuePolicy',

  support: objectOf(
    { Queues: modelled(), PolicyDocument: modelled() },
    { required: ['Queues', 'PolicyDocument'] },
  ),

  async create({ logicalId, properties }, stack) {
    const policy = readPolicy(properties.PolicyDocument, { logicalId, kind: 'resource' })
    const urls = Array.isArray(properties.Queues) ? properties.Queues : [properties.Queues]
    for (const url of urls) stack.policies.addToResource(findQueueArn(url, stack), policy)
    return { ref: stack.names.physicalName(logicalId), attributes: {} }
  },
}

function findQueueArn(url: unknown, { queues }: Stack): string {
  const queue = [...queues.values()].find((one) => one.url === url)
  if (queue === undefined) throw new Error(`the queue ${String(url)} is not in this stack`)
  return queue.arn
}
