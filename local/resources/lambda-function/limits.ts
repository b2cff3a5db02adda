/** Ranges and defaults of a function's settings. https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html */
export const MEMORY_MIB_MIN = 128
export const MEMORY_MIB_MAX = 10_240
export const MEMORY_MIB_DEFAULT = 128
export const TIMEOUT_SECONDS_MIN = 1
export const TIMEOUT_SECONDS_MAX = 900
export const TIMEOUT_SECONDS_DEFAULT = 3

/** What an account may run at a time, before it asks for more. https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
export const CONCURRENCY_MAX = 1_000

/** All variables of a function, as JSON. Same page. */
export const VARIABLES_BYTES_MAX = 4 * 1024

/** Lambda sets them itself. https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html */
export const RESERVED_VARIABLES: ReadonlySet<string> = new Set([
  '_HANDLER',
  '_X_AMZN_TRACE_ID',
  'AWS_ACCESS_KEY',
  'AWS_ACCESS_KEY_ID',
  'AWS_DEFAULT_REGION',
  'AWS_LAMBDA_FUNCTION_MEMORY_SIZE',
  'AWS_LAMBDA_FUNCTION_NAME',
  'AWS_LAMBDA_FUNCTION_VERSION',
  'AWS_LAMBDA_INITIALIZATION_TYPE',
  'AWS_LAMBDA_LOG_GROUP_NAME',
  'AWS_LAMBDA_LOG_STREAM_NAME',
  'AWS_LAMBDA_RUNTIME_API',
  'AWS_REGION',
  'AWS_SECRET_ACCESS_KEY',
  'AWS_SESSION_TOKEN',
  'LAMBDA_RUNTIME_DIR',
  'LAMBDA_TASK_ROOT',
])
