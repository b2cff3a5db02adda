import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { SignalBody } from '../signals.ts'
import type { InvocationResult } from './invocation-result.ts'
import { createLocalFunction, type FunctionOptions, type LocalFunction } from './local-function.ts'
import { writeFunctionZip } from './write-function-zip.ts'

interface FunctionSource extends Partial<FunctionOptions> {
  /** Path in the package -> source text, instead of one handler. */
  readonly files?: Record<string, string>
}

/** Functions for tests, in real processes, in a folder of their own. */
export interface FunctionBench {
  readonly signals: readonly SignalBody[]
  /** HOME of the functions. */
  readonly homeDir: string
  /** One whose handler has this body: `event`, `context` and `calls` are there. */
  aFunction(body: string, options?: FunctionSource): Promise<LocalFunction>
  /** Stops all of them and gives what they wrote. */
  output(): Promise<string>
  clear(): Promise<void>
}

export async function createFunctionBench(): Promise<FunctionBench> {
  const dir = await mkdtemp(join(tmpdir(), 'tailrace-function-test-'))
  const workDir = join(dir, 'work')
  const created: LocalFunction[] = []
  const signals: SignalBody[] = []
  const stopAll = () => Promise.all(created.splice(0).map((lambda) => lambda.stop()))

  return {
    signals,
    homeDir: workDir,
    async aFunction(body, { files, ...options } = {}) {
      const zipPath = join(dir, 'code.zip')
      const source = `let calls = 0\nexports.handler = async (event, context) => { calls++; ${body} }`
      await writeFunctionZip(zipPath, files ?? { 'dist/one/index.cjs': source })
      const lambda = await createLocalFunction({
        functionName: 'one',
        arn: 'arn:aws:lambda:eu-west-1:000000000000:function:one',
        roleArn: 'arn:aws:iam::000000000000:role/one',
        handler: 'dist/one/index.handler',
        zipPath,
        memoryMib: 128,
        timeoutMs: 20_000,
        variables: { COLOUR: 'red' },
        endpointUrl: 'http://127.0.0.1:1',
        accessKeyId: 'test',
        workDir,
        logsDir: join(dir, 'logs'),
        emit: (signal) => signals.push(signal),
        ...options,
      })
      created.push(lambda)
      return lambda
    },
    async output() {
      await stopAll()
      return readFile(join(dir, 'logs', 'one.log'), 'utf8')
    },
    async clear() {
      await stopAll()
      await rm(dir, { recursive: true, force: true })
    },
  }
}

/** What it replied; undefined when it failed. */
export function payloadOf(result: InvocationResult): unknown {
  return result.ok ? result.payload : undefined
}
