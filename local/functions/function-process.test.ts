import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { functionRules } from './rules.ts'
import { writeFunctionZip } from './write-function-zip.ts'

/** A runtime with one idle and one busy process; it prints the idle one's id when both are there. */
const RUNTIME = `
import { createLocalFunction } from ${JSON.stringify(new URL('./local-function.ts', import.meta.url).href)}
const [dir] = process.argv.slice(1)
const lambda = await createLocalFunction({
  functionName: 'one', arn: 'arn', roleArn: 'arn', handler: 'index.handler', zipPath: dir + '/code.zip', memoryMib: 128,
  timeoutMs: 60_000, variables: {}, endpointUrl: 'http://127.0.0.1:1', accessKeyId: 'test', workDir: dir + '/work', logsDir: dir + '/logs',
  processesMax: 2, emit: () => undefined })
void lambda.invoke({ busy: true })
console.log((await lambda.invoke({})).payload)
`
const HANDLER = `
const { writeFileSync } = require('node:fs')
exports.handler = async ({ busy }) => {
  if (busy) { writeFileSync(process.env.HOME + '/busy', String(process.pid)); for (;;) {} }
  const { existsSync, readFileSync } = require('node:fs')
  while (!existsSync(process.env.HOME + '/busy')) await new Promise(setImmediate)
  return [process.pid, Number(readFileSync(process.env.HOME + '/busy', 'utf8'))].join()
}`

let dir: string

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'tailrace-process-test-'))
})

afterEach(() => rm(dir, { recursive: true, force: true }))

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

describe('a process of a function', () => {
  it(functionRules.endsWithTheRuntime.text, async () => {
    await writeFunctionZip(join(dir, 'code.zip'), { 'index.js': HANDLER })
    const runtime = spawn(process.execPath, ['--input-type=module', '--eval', RUNTIME, dir])
    const [line] = (await once(createInterface(runtime.stdout), 'line')) as [string]
    const pids = line.split(',').map(Number)
    const before = pids.map(isAlive)

    runtime.kill('SIGKILL')

    await vi.waitFor(() => expect(pids.map(isAlive)).toEqual([false, false]), { timeout: 10_000 })
    expect(before).toEqual([true, true])
  })
})
