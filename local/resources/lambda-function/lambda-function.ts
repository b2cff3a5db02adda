import { basename, join } from 'node:path'
import { isRecord } from '../../../shared/json/is-record.ts'
import { createLocalFunction } from '../../functions/local-function.ts'
import { byGateway } from '../../gateway/by-gateway.ts'
import { readEmfLine } from '../../metrics/read-emf-line.ts'
import type { KeyRegister } from '../../policies/key-register.ts'
import { because, modelled, noLocalMeaning, objectOf } from '../../template/property-support.ts'
import { ACCOUNT_ID, PARTITION } from '../../template/stack-names.ts'
import type { TemplateObject } from '../../template/template.ts'
import type { ResourceModel, Stack } from '../resource-model.ts'
import { readFunctionSettings } from './function-settings.ts'
import { withEnvironmentKey } from './with-environment-key.ts'

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
    VpcConfig: noLocalMeaning('All that it would reach there listens on this machine.'),
  }),

  async create({ logicalId, properties }, stack) {
    const { names, functions, functionSettings } = stack
    const functionName = String(properties.FunctionName ?? names.physicalName(logicalId))
    const arn = names.arn('lambda', `function:${functionName}`)
    const roleArn = String(properties.Role)
    const authorize = stack.access.ofRole(roleArn)
    const { variables, ...settings } = readFunctionSettings(properties)
    const user = sessionArn(roleArn, functionName)
    stack.gateway.admit({ accessKeyId: logicalId, user, authorize })
    const created = await createLocalFunction({
      ...functionSettings,
      ...settings,
      functionName,
      arn,
      roleArn,
      accessKeyId: logicalId,
      endpointUrl: stack.gateway.url,
      variables: stack.proxies.lead(
        byGateway(variables, { sqs: stack.clients.sqsEndpoint, gateway: stack.gateway.url }),
      ),
      handler: String(properties.Handler),
      zipPath: join(stack.artifactsDir, basename(s3Key(properties))),
      dateAheadMs: stack.clockJumps.jumpedMs,
      onLine: (line) => tellMetrics(line, logicalId, stack),
      emit: stack.emit,
    })
    const key = environmentKey(properties, variables, stack.policies.keys)
    const decrypt = () => authorize('kms:Decrypt', key ?? '')
    functions.set(arn, key === undefined ? created : withEnvironmentKey(created, decrypt))
    return { ref: functionName, attributes: { Arn: arn }, stop: created.stop }
  },
}

/** A line of its log that carries metrics is what CloudWatch takes them from. */
function tellMetrics(line: string, logicalId: string, stack: Stack): void {
  const points = readEmfLine(line)
  if (points.length === 0) return
  for (const point of points) stack.metrics.add(point, stack.metricClock.now())
  stack.emit({ type: 'metrics.published', function: logicalId, points })
}

/** ARN of the stack's key that the variables are encrypted with. */
function environmentKey(
  { KmsKeyArn }: TemplateObject,
  variables: Readonly<Record<string, string>>,
  keys: KeyRegister,
): string | undefined {
  if (KmsKeyArn === undefined || Object.keys(variables).length === 0) return undefined
  const key = keys.find(String(KmsKeyArn))
  return key.kind === 'of-stack' ? key.arn : undefined
}

/** Who a function is to the services it calls. */
function sessionArn(roleArn: string, functionName: string): string {
  const role = roleArn.slice(roleArn.lastIndexOf('/') + 1)
  return `arn:${PARTITION}:sts::${ACCOUNT_ID}:assumed-role/${role}/${functionName}`
}

function s3Key({ Code }: TemplateObject): string {
  if (isRecord(Code) && typeof Code.S3Key === 'string') return Code.S3Key
  throw new Error('Code.S3Key is missing')
}
