/**
 * Starts the real engines once for all test files, and has a folder for the packaged stages. Engines are
 * shared: a test names its tables, queues, buckets and indices so that it meets no other.
 */
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { type Engines, startEngines } from '../../local/engines/start-engines.ts'
import { freePorts } from '../support/free-ports.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    engines: Engines['endpoints']
    /** What `packageOnce` fills. */
    packagesDir: string
  }
}

const ROOT = join(import.meta.dirname, '..', '..')

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const stateDir = await mkdtemp(join(tmpdir(), 'tailrace-test-'))
  const engines = await startEngines({
    stateDir,
    enginesDir: join(ROOT, '.tailrace', 'engines'),
    env: { ...process.env, ...project.config.env, ...(await freePorts()) },
    onNotice: console.log,
    signal: new AbortController().signal,
  }).catch(async (error: unknown) => {
    await rm(stateDir, { recursive: true, force: true })
    throw error
  })
  const packagesDir = join(stateDir, 'packages')
  await mkdir(packagesDir)
  project.provide('packagesDir', packagesDir)
  project.provide('engines', engines.endpoints)
  return async () => {
    await engines.stop()
    await rm(stateDir, { recursive: true, force: true })
  }
}
