import { noLocalMeaning, type PropertySupport } from '../template/property-support.ts'
import { alarm } from './alarm/alarm-model.ts'
import { bucketPolicy } from './bucket-policy/bucket-policy.ts'
import { customResource } from './custom-resource/custom-resource.ts'
import { dynamodbTable } from './dynamodb-table/dynamodb-table.ts'
import { eventBus } from './event-bus/event-bus-model.ts'
import { eventRule } from './event-rule/event-rule.ts'
import { eventSourceMapping } from './event-source-mapping/event-source-mapping.ts'
import { deliveryStream } from './firehose-delivery-stream/delivery-stream.ts'
import { iamPolicy } from './iam-policy/iam-policy.ts'
import { iamRole } from './iam-role/iam-role.ts'
import { kmsAlias } from './kms-alias/kms-alias.ts'
import { kmsKey } from './kms-key/kms-key.ts'
import { lambdaFunction } from './lambda-function/lambda-function.ts'
import { lambdaPermission } from './lambda-permission/lambda-permission.ts'
import { pipe } from './pipe/pipe-model.ts'
import { queuePolicy } from './queue-policy/queue-policy.ts'
import type { ResourceModel } from './resource-model.ts'
import { s3Bucket } from './s3-bucket/s3-bucket.ts'
import { schedule } from './schedule/schedule-model.ts'
import { secret } from './secret/secret.ts'
import { sqsQueue } from './sqs-queue/sqs-queue.ts'
import { typesWithoutMeaning } from './without-meaning.ts'

export const models: readonly ResourceModel[] = [
  alarm,
  bucketPolicy,
  customResource,
  dynamodbTable,
  eventBus,
  eventRule,
  eventSourceMapping,
  deliveryStream,
  iamPolicy,
  iamRole,
  kmsAlias,
  kmsKey,
  lambdaFunction,
  lambdaPermission,
  pipe,
  queuePolicy,
  s3Bucket,
  schedule,
  secret,
  sqsQueue,
  ...Object.entries(typesWithoutMeaning).map(
    ([type, { reason, standIn }]): ResourceModel => ({
      type,
      support: noLocalMeaning(reason),
      create: async ({ logicalId, properties }, { names }) =>
        standIn(names.physicalName(logicalId), names, properties),
    }),
  ),
]

/** The model of a type; `Custom::Anything` is one type. */
export function findModel(type: string): ResourceModel | undefined {
  const name = type.startsWith('Custom::') ? customResource.type : type
  return models.find((model) => model.type === name)
}

export function supportOf(type: string): PropertySupport | undefined {
  return findModel(type)?.support
}
