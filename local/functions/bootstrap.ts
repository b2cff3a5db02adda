/**
 * The main file of a function's process: loads the handler once, then runs one invocation at a time.
 *
 * Arguments: folder of the unpacked package, handler as in the template (`dist/index.handler`), ARN, the
 * runtime's process id (asked for here, after the runtime has died, it would be its heir's), MemorySize.
 * It ends when its channel to the runtime closes. What does the same as AWS's runtime client for
 * nodejs24.x follows https://github.com/aws/aws-lambda-nodejs-runtime-interface-client
 */
import { machineNow, shiftDate } from '../shift-date.ts'
import type { InvokeMessage, ProcessMessage } from './function-messages.ts'
import { type Handler, loadHandler } from './load-handler.ts'
import { describeError, JsonStringifyError } from './runtime-errors.ts'
import { type MemoryLimit, watchProcess } from './watch-process.ts'

const [folder = '', handlerName = '', functionArn = '', runtimePid = '', memoryMib = ''] =
  process.argv.slice(2)

shiftDate(0)
// Started without waiting: nothing but the code's own work may keep the process going while it loads.
void start()

async function start(): Promise<void> {
  process.on('disconnect', () => process.exit(0))
  const memory = await watchProcess(Number(runtimePid), Number(memoryMib))
  process.channel?.unref()
  try {
    const handler = await loadHandler(folder, handlerName)
    process.on('message', (message) => void invoke(handler, message as InvokeMessage, memory))
    tell({ kind: 'ready' })
  } catch (error) {
    tell({ kind: 'init-failed', error: describeError(error) })
  }
  process.channel?.ref()
}

/** While it runs, the channel does not keep the process going: a handler that waits for nothing ends it. */
async function invoke(handler: Handler, call: InvokeMessage, memory: MemoryLimit): Promise<void> {
  process.channel?.unref()
  shiftDate(call.dateAheadMs)
  const answer = await run(handler, call)
  memory.enforce()
  tell(answer)
  process.channel?.ref()
}

async function run(handler: Handler, call: InvokeMessage): Promise<ProcessMessage> {
  try {
    const result = await handler(JSON.parse(call.payload), createContext(call))
    return { kind: 'succeeded', payload: toJson(result) }
  } catch (error) {
    return { kind: 'failed', error: describeError(error) }
  }
}

function toJson(result: unknown): string {
  try {
    return JSON.stringify(result) ?? 'null'
  } catch (error) {
    throw new JsonStringifyError('Unable to stringify response body', { cause: error })
  }
}

/** https://docs.aws.amazon.com/lambda/latest/dg/nodejs-context.html */
function createContext({ requestId, deadlineMs }: InvokeMessage): unknown {
  const { env } = process
  return {
    awsRequestId: requestId,
    functionName: env.AWS_LAMBDA_FUNCTION_NAME,
    functionVersion: env.AWS_LAMBDA_FUNCTION_VERSION,
    invokedFunctionArn: functionArn,
    logGroupName: env.AWS_LAMBDA_LOG_GROUP_NAME,
    logStreamName: env.AWS_LAMBDA_LOG_STREAM_NAME,
    memoryLimitInMB: env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
    getRemainingTimeInMillis: () => deadlineMs - machineNow(),
  }
}

function tell(message: ProcessMessage): void {
  process.send?.(message)
}
