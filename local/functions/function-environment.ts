import { LOCAL_CREDENTIALS } from '../engine-clients.ts'
import { REGION } from '../template/stack-names.ts'

/** Endpoints by the name the SDKs know: `AWS_ENDPOINT_URL_<NAME>`. */
export type ServiceEndpoints = Readonly<Record<string, string>>

export interface EnvironmentOptions {
  readonly functionName: string
  readonly arn: string
  readonly handler: string
  readonly memoryMib: number
  readonly codeDir: string
  readonly homeDir: string
  readonly endpoints: ServiceEndpoints
  readonly variables: Readonly<Record<string, string>>
}

/**
 * The whole environment of a function: what Lambda sets, where the engines are, and its own
 * variables. A developer's profile, region or proxy never reaches it.
 * https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html
 */
export function functionEnvironment(options: EnvironmentOptions): Record<string, string> {
  const { functionName, endpoints, variables } = options
  return {
    AWS_REGION: REGION,
    AWS_DEFAULT_REGION: REGION,
    AWS_ACCESS_KEY_ID: LOCAL_CREDENTIALS.accessKeyId,
    AWS_SECRET_ACCESS_KEY: LOCAL_CREDENTIALS.secretAccessKey,
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
    ...Object.fromEntries(
      Object.entries(endpoints).map(([name, url]) => [`AWS_ENDPOINT_URL_${name}`, url]),
    ),
    ...variables,
  }
}
