/**
 * Starts the real engines once for all test files. They are shared: a test names its tables,
 * queues, buckets and indices so that it meets no other.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { type Engines, startEngines } from '../../local/engines/start-engines.ts'
import { freePorts } from '../support/free-ports.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    engines: Engines['endpoints']
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
  project.provide('engines', engines.endpoints)
  return async () => {
    await engines.stop()
    await rm(stateDir, { recursive: true, force: true })
  }
}
