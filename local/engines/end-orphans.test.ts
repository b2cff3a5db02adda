import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { endOrphans } from './end-orphans.ts'
import { engineRules } from './rules.ts'

let folder: string
const children: ChildProcess[] = []
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tailrace-orphans-'))
})
afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL')
  await rm(folder, { recursive: true })
})

it(engineRules.endsOrphans.text, async () => {
  const dataDir = join(folder, 'data')
  const orphan = await runLasting('sqs-and-s3-main.ts', dataDir)
  orphan.kill('SIGSTOP')
  const ofAnotherRun = await runLasting('sqs-and-s3-main.ts', join(folder, 'data-of-another'))
  const noEngine = await runLasting('a-program-of-the-user.ts', dataDir)
  const said: string[] = []

  const another = await runLasting('sqs-and-s3-main.ts', join(folder, 'kept', 'data'))
  await endOrphans([dataDir, join(folder, 'kept', 'data')], (message) => said.push(message))

  expect(said.toSorted()).toEqual(
    [orphan, another]
      .map(({ pid }) => `Process ${pid}, an engine of a run that crashed, was still there: ended.`)
      .toSorted(),
  )
  expect([await ended(orphan), await ended(another)]).toEqual(['SIGKILL', 'SIGKILL'])
  expect([ofAnotherRun, noEngine].map(({ signalCode }) => signalCode)).toEqual([null, null])
})

/** A process that stays, with the program and the folder in its command line. */
async function runLasting(program: string, dataDir: string): Promise<ChildProcess> {
  const path = join(folder, program)
  await writeFile(path, 'process.stdout.write("up"); setInterval(() => undefined, 1000)')
  const child = spawn(process.execPath, [path, '21000', dataDir], { stdio: 'pipe' })
  children.push(child)
  await once(child.stdout, 'data')
  return child
}

async function ended(child: ChildProcess): Promise<string | null> {
  if (child.signalCode === null) await once(child, 'exit')
  return child.signalCode
}
