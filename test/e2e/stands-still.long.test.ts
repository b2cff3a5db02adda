import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { runtimeFilePath } from '../../local/runtime-file.ts'
import { copyCheckout } from '../support/copy-checkout.ts'
import { freePorts } from '../support/free-ports.ts'
import { processesNaming } from '../support/processes-naming.ts'
import { runNode } from '../support/run-node.ts'

/** A start, and ten seconds in which nothing moves: a bound on hanging. */
const TIMEOUT_MS = 180_000

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tailrace-stands-still-'))
})
afterEach(() => rm(folder, { recursive: true, force: true, maxRetries: 10 }))

describe('tailrace up --once', () => {
  it(
    'ends with 1 and the reason when a role lacks an action and the flow stands still',
    async () => {
      const main = await copyCheckout(join(folder, 'copy'))
      const roles = join(folder, 'copy', 'infra', 'roles.yml')
      const text = await readFile(roles, 'utf8')
      await writeFile(roles, text.replace('events:PutEvents', 'events:DescribeEventBus'))
      const stateDir = join(folder, 'state')

      const ended = await runNode([main, 'up', '--once'], {
        ...(await freePorts()),
        TAILRACE_STATE_DIR: stateDir,
      })

      const denied = /access denied: PipeRole may not events:PutEvents on arn:aws:events:\S+/
      expect(ended).toMatchObject({ code: 1, left: [], stderr: '' })
      expect(ended.stdout).toMatch(new RegExp(`! ${denied.source}.*: add it to the role`))
      expect(ended.stdout).toMatch(/7 changes wait for the Pipe: its target fails/)
      expect(ended.stdout).toMatch(new RegExp(`^Stands still: ${denied.source}`, 'm'))
      expect(existsSync(runtimeFilePath(stateDir))).toBe(false)
      expect(processesNaming(folder)).toEqual([])
    },
    TIMEOUT_MS,
  )
})
