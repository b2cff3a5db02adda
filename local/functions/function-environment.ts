import { LOCAL_CREDENTIALS } from '../engine-clients.ts'
import { REGION } from '../template/stack-names.ts'

export interface EnvironmentOptions {
  readonly functionName: string
  readonly arn: string
  readonly handler: string
  readonly memoryMib: number
  readonly codeDir: string
  readonly homeDir: string
  /** Where every AWS service is. */
  readonly endpointUrl: string
  /** Says which function calls. Letters and digits. */
  readonly accessKeyId: string
  readonly variables: Readonly<Record<string, string>>
}

/**
 * The whole environment of a function: what Lambda sets, where the engines are, and its own
 * variables. A developer's profile, region or proxy never reaches it.
 * https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html
 */
export function functionEnvironment(options: EnvironmentOptions): Record<string, string> {
  const { functionName, variables } = options
  return {
    AWS_REGION: REGION,
    AWS_DEFAULT_REGION: REGION,
    AWS_ACCESS_KEY_ID: options.accessKeyId,
    AWS_SECRET_ACCESS_KEY: LOCAL_CREDENTIALS.secretAccessKey,
    AWS_ENDPOINT_URL: options.endpointUrl,
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_LAMBDA_FUNCTION_NAME: functionName,
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(options.memoryMib),
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${functionName}`,
    AWS_LAMBDA_LOG_STREAM_NAME: 'local',
    LAMBDA_TASK_ROOT: options.codeDir,
    _HANDLER: options.handler,
    HOME: options.homeDir,
    LANG: 'en_US.UTF-8',
    TZ: ':UTC',
    ...variables,
  }
}
