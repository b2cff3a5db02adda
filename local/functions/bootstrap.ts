/**
 * The main file of a function's process: loads the handler once, then runs one invocation at a time.
 *
 * Arguments: folder of the unpacked package, handler as in the template (`dist/index.handler`), ARN, the
 * runtime's process id: asked for here, after the runtime has died, it would be its heir's.
 * It ends when its channel to the runtime closes, and also when the runtime is gone while the
 * handler keeps the thread busy: then only the watcher thread can act.
 */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { Worker } from 'node:worker_threads'
import type { FunctionError, InvokeMessage, ProcessMessage } from './function-messages.ts'

type Handler = (event: unknown, context: unknown) => unknown

/** Lambda looks for them in this order. */
const EXTENSIONS = ['.js', '.mjs', '.cjs']

const WATCH_INTERVAL_MS = 2_000
const WATCHER = `
const { workerData } = require('node:worker_threads')
setInterval(() => { if (process.ppid !== workerData) process.kill(process.pid, 'SIGKILL') }, ${WATCH_INTERVAL_MS})
`

const [folder = '', handlerName = '', functionArn = '', runtimePid = ''] = process.argv.slice(2)
process.on('disconnect', () => process.exit(0))
new Worker(WATCHER, { eval: true, env: {}, execArgv: [], workerData: Number(runtimePid) }).unref()

try {
  const handler = await loadHandler(folder, handlerName)
  process.on('message', (message) => void invoke(handler, message as InvokeMessage))
  tell({ kind: 'ready' })
} catch (error) {
  tell({ kind: 'init-failed', error: report(error) })
}

async function loadHandler(folder: string, name: string): Promise<Handler> {
  const dot = name.lastIndexOf('.')
  const file = EXTENSIONS.map((extension) => join(folder, name.slice(0, dot) + extension)).find(
    (path) => existsSync(path),
  )
  if (file === undefined) throw new Error(`Cannot find module '${name.slice(0, dot)}'`)
  const loaded = (await import(pathToFileURL(file).href)) as Record<string, unknown>
  const exported = name.slice(dot + 1)
  const handler = loaded[exported] ?? (loaded.default as Record<string, unknown>)?.[exported]
  if (typeof handler !== 'function') throw new Error(`${name} is undefined or not exported`)
  return handler as Handler
}

async function invoke(handler: Handler, message: InvokeMessage): Promise<void> {
  try {
    const result = await handler(JSON.parse(message.payload), createContext(message))
    tell({ kind: 'succeeded', payload: JSON.stringify(result) ?? 'null' })
  } catch (error) {
    tell({ kind: 'failed', error: report(error) })
  }
}

function createContext({ requestId, deadlineMs }: InvokeMessage): unknown {
  const { env } = process
  return {
    awsRequestId: requestId,
    callbackWaitsForEmptyEventLoop: true,
    functionName: env.AWS_LAMBDA_FUNCTION_NAME,
    functionVersion: env.AWS_LAMBDA_FUNCTION_VERSION,
    invokedFunctionArn: functionArn,
    logGroupName: env.AWS_LAMBDA_LOG_GROUP_NAME,
    logStreamName: env.AWS_LAMBDA_LOG_STREAM_NAME,
    memoryLimitInMB: env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
    getRemainingTimeInMillis: () => Math.max(0, deadlineMs - Date.now()),
  }
}

/** Lambda writes an error that reaches it into the function's log as well. */
function report(error: unknown): FunctionError {
  const known = error instanceof Error ? error : new Error(String(error))
  const reported = {
    errorType: known.name,
    errorMessage: known.message,
    trace: known.stack?.split('\n') ?? [],
  }
  process.stderr.write(
    `${JSON.stringify({ timestamp: new Date().toISOString(), level: 'ERROR', message: reported })}\n`,
  )
  return reported
}

function tell(message: ProcessMessage): void {
  process.send?.(message)
}
