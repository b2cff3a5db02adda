import { basename, join } from 'node:path'
import { isRecord } from '../../../shared/json/is-record.ts'
import { createLocalFunction } from '../../functions/local-function.ts'
import { because, modelled, noLocalMeaning, objectOf } from '../../template/property-support.ts'
import type { TemplateObject } from '../../template/template.ts'
import type { ResourceModel } from '../resource-model.ts'
import { readFunctionSettings } from './function-settings.ts'

/** A function that runs from its packaged zip with this Node, so the majors must be the same. */
export const lambdaFunction: ResourceModel = {
  type: 'AWS::Lambda::Function',

  support: objectOf({
    FunctionName: modelled(),
    Handler: modelled(),
    Runtime: modelled(`nodejs${process.versions.node.split('.')[0]}.x`),
    Code: objectOf({
      S3Bucket: noLocalMeaning('The zip lies beside the template.'),
      S3Key: modelled(),
    }),
    Environment: objectOf({ Variables: modelled() }),
    MemorySize: modelled(),
    Timeout: modelled(),
    ReservedConcurrentExecutions: modelled(),
    Architectures: noLocalMeaning('The bundles are JavaScript.'),
    Description: noLocalMeaning(because.description),
    KmsKeyArn: noLocalMeaning(because.encryption),
    LoggingConfig: noLocalMeaning(because.logging),
    Role: modelled(),
    Tags: noLocalMeaning(because.tags),
    TracingConfig: noLocalMeaning('Traces are not collected locally.'),
  }),

  async create({ logicalId, properties }, { names, functions, functionSettings, ...stack }) {
    const functionName = String(properties.FunctionName ?? names.physicalName(logicalId))
    const arn = names.arn('lambda', `function:${functionName}`)
    const created = await createLocalFunction({
      ...functionSettings,
      functionName,
      arn,
      roleArn: String(properties.Role),
      handler: String(properties.Handler),
      zipPath: join(stack.artifactsDir, basename(s3Key(properties))),
      ...readFunctionSettings(properties),
      emit: stack.emit,
    })
    functions.set(arn, created)
    return { ref: functionName, attributes: { Arn: arn }, stop: created.stop }
  },
}

function s3Key({ Code }: TemplateObject): string {
  if (isRecord(Code) && typeof Code.S3Key === 'string') return Code.S3Key
  throw new Error('Code.S3Key is missing')
}
