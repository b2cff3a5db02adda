/**
 * What a person is told who lacks something, or typed or set something wrong: by the real commands,
 * with a poor PATH or a copy of the checkout. No engine comes up here.
 */
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import {
  chmod,
  cp,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  symlink,
  writeFile,
} from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { runtimeFilePath } from '../../local/runtime-file.ts'
import { copyCheckout } from '../support/copy-checkout.ts'
import { processesNaming } from '../support/processes-naming.ts'
import { type Ended, runNode } from '../support/run-node.ts'
import { ROOT } from './start-pipeline.ts'

const MAIN = join(ROOT, 'cli', 'main.ts')
const INPUT = 2
const ENVIRONMENT = 3

/** Tools that are on the PATH: what each prints, and its exit code. No other is there. */
type Tools = Readonly<Record<string, { readonly says: string; readonly exits?: number }>>

const JAVA = { java: { says: 'openjdk version "21.0.4"' }, javac: { says: 'javac 21.0.4' } }
const OLD_JAVA = { java: { says: 'openjdk version "11.0.2"' }, javac: { says: 'javac 11.0.2' } }
const MAVEN_OFFLINE = {
  mvn: {
    says: '[ERROR] Could not transfer artifact x:y:1: Connection refused -> [Help 1]',
    exits: 1,
  },
}

let folder: string
let stateDir: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tailrace-prerequisites-'))
  stateDir = join(folder, 'state')
})
afterEach(async () => {
  expect(existsSync(runtimeFilePath(stateDir))).toBe(false)
  expect(processesNaming(folder)).toEqual([])
  await rm(folder, { recursive: true, force: true })
})

describe('setup.mjs', () => {
  it('tells an old Node, before anything else', async () => {
    const ended = await setUp({}, ['--import', asNode('18.19.0')])

    expectSentence(ended, ENVIRONMENT, 'Node 20 or newer is needed, and this is v18.19.0')
  })

  it.each<[string, Tools, string]>([
    ['a missing npm', {}, 'npm is missing'],
    ['an npm that fails', { npm: { says: 'npm error network', exits: 1 } }, 'npm error network'],
    [
      'an npm that runs no install scripts',
      { npm: { says: '' } },
      'npm config delete ignore-scripts',
    ],
  ])('tells %s', async (_, tools, sentence) => {
    const ended = await setUp(tools)

    expect(ended).toMatchObject({ code: ENVIRONMENT, left: [] })
    expect(ended.stderr).toContain(sentence)
  })
})

describe('fetching the engines', () => {
  it.each<[string, Tools, string]>([
    ['a missing Java', {}, 'Java is missing, and a JDK of 17 or newer is needed'],
    ['an old Java', OLD_JAVA, 'too old (javac is 11.0.2), and a JDK of 17 or newer is needed'],
    ['a JRE', { java: JAVA.java }, 'is a JRE without its compiler (javac)'],
    ['a missing Maven', JAVA, 'Maven is missing'],
    [
      'a Maven that is offline',
      { ...JAVA, ...MAVEN_OFFLINE },
      'Maven could not fetch the engine opensearch-2 ("Could not transfer artifact x:y:1: Connection refused")',
    ],
  ])('tells %s, and leaves nothing half done', async (_, tools, sentence) => {
    const ended = await fetchEngines(tools)

    expect(ended).toMatchObject({ code: ENVIRONMENT, left: [] })
    expect(ended.stderr).toContain(sentence)
    expect(await listEngines()).toEqual([])
  })

  it('tells a JAVA_HOME that is none', async () => {
    const ended = await fetchEngines(JAVA, { JAVA_HOME: '/nowhere' })

    expectSentence(ended, ENVIRONMENT, 'JAVA_HOME is /nowhere')
  })

  it('tells a folder that cannot be made', async () => {
    await mkdir(join(folder, 'copy'), { recursive: true })
    await writeFile(join(folder, 'copy', '.tailrace'), 'in the way')

    const ended = await fetchEngines(JAVA)

    expect(ended.code).toBe(ENVIRONMENT)
    expect(ended.stderr).toMatch(/\.tailrace\/engines is needed as a folder/)
  })

  it('asks for neither Java nor Maven when all engines run already', async () => {
    const url = 'http://127.0.0.1:9'

    const given = { OPENSEARCH_URL: url, DYNAMODB_URL: url, REDIS_URL: 'redis://127.0.0.1:9' }
    const ended = await fetchEngines({}, given)

    expect(ended).toEqual({ code: 0, stdout: '', stderr: '', left: [] })
  })

  it('tells a wrong variable before it fetches anything', async () => {
    const ended = await fetchEngines({}, { TAILRACE_OPENSERCH_PORT: '9200' })

    expectSentence(ended, INPUT, 'TAILRACE_OPENSEARCH_PORT is one')
  })
})

describe('tailrace', () => {
  it.each<[string, string, number, string]>([
    ['an unknown command', 'serach', INPUT, 'There is no command "serach"; there is "search"'],
    ['an unknown flag', 'up --onse', INPUT, "Unknown option '--onse'; there is --once"],
    ['a command without a runtime', 'search', ENVIRONMENT, 'Nothing is running here'],
  ])('tells %s', async (_, line, code, sentence) => {
    const ended = await tailrace(line)

    expectSentence(ended, code, sentence)
  })

  it('tells everything that is wrong with the environment at once', async () => {
    const ended = await tailrace('up', { TAILRACE_SQS_PORT: '70000', TAILRACE_SQS_PRT: '1' })

    expect(ended).toMatchObject({ code: INPUT, left: [] })
    expect(ended.stderr).toMatch(
      /- TAILRACE_SQS_PRT is no variable.*\n- TAILRACE_SQS_PORT is "70000"/,
    )
  })

  it('tells a missing Java, and gives up what it had begun', async () => {
    const ended = await tailrace('up', await withTools({}))

    expect(ended).toMatchObject({ code: ENVIRONMENT, left: [] })
    expect(ended.stderr).toContain('Java is missing')
  })

  it('tells an engine that does not answer at its URL', async () => {
    const url = 'http://127.0.0.1:9'

    const ended = await tailrace('up', { OPENSEARCH_URL: url, DYNAMODB_URL: url })

    expect(ended).toMatchObject({ code: ENVIRONMENT, left: [] })
    expect(ended.stderr).toContain('DYNAMODB_URL is http://127.0.0.1:9, where nothing answers')
  })

  it('tells a state folder that cannot be made', async () => {
    const file = join(folder, 'file')
    await writeFile(file, '')

    const ended = await tailrace('up', { TAILRACE_STATE_DIR: join(file, 'state') })

    expectSentence(ended, ENVIRONMENT, `${join(file, 'state')} is needed as a folder`)
  })

  it('tells a runtime that is up already', async () => {
    await leaveRuntimeFile({ pid: process.pid, ready: true })

    const ended = await tailrace('up')
    await rm(runtimeFilePath(stateDir))

    expectSentence(ended, ENVIRONMENT, `already running here as process ${process.pid}`)
  })

  it('tells a runtime that is still starting', async () => {
    await leaveRuntimeFile({ pid: process.pid, ready: false })

    const ended = await tailrace('publish create')
    await rm(runtimeFilePath(stateDir))

    expectSentence(ended, ENVIRONMENT, `(process ${process.pid}) is still starting`)
  })

  it('takes no notice of a runtime that crashed', async () => {
    await leaveRuntimeFile({ pid: pidOfNobody(), ready: true })

    const ended = await tailrace('search')
    await rm(runtimeFilePath(stateDir))

    expectSentence(ended, ENVIRONMENT, 'Nothing is running here')
  })

  it('tells every wrong setting of the stage at once', async () => {
    const main = await copyCheckout(join(folder, 'copy'))
    const stages = join(folder, 'copy', 'infra', 'stages.ts')
    const text = await readFile(stages, 'utf8')
    const wrong = 'logRetentionDays: 6,\n    searchConcurency: 3,'
    await writeFile(stages, text.replace('logRetentionDays: 7,', wrong))

    const ended = await tailrace('up', await withTools({}), main)

    expect(ended).toMatchObject({ code: INPUT, left: [] })
    expect(ended.stderr).toMatch(/Settings of stage dev refused:\n- .*\n- /)
    expect(ended.stderr).toContain('searchConcurency is not a setting')
    expect(ended.stderr).toContain('logRetentionDays is 6')
  })
})

/** On one line, without a stack. */
function expectSentence(ended: Ended, code: number, sentence: string): void {
  expect(ended.stderr).toContain(sentence)
  expect(ended.stderr.trimEnd()).not.toContain('\n')
  expect(ended).toMatchObject({ code, left: [] })
}

function tailrace(line: string, env: NodeJS.ProcessEnv = {}, main = MAIN): Promise<Ended> {
  return runNode([main, ...line.split(' ')], { TAILRACE_STATE_DIR: stateDir, ...env })
}

/** In a fresh clone: without dependencies and engines. */
async function setUp(tools: Tools, flags: readonly string[] = []): Promise<Ended> {
  for (const name of ['setup.mjs', 'package-lock.json']) {
    await cp(join(ROOT, name), join(folder, name))
  }
  return runNode([...flags, join(folder, 'setup.mjs')], await withTools(tools))
}

async function fetchEngines(tools: Tools, env: NodeJS.ProcessEnv = {}): Promise<Ended> {
  const copy = join(folder, 'copy', 'local')
  await cp(join(ROOT, 'local'), copy, { recursive: true })
  await symlink(join(ROOT, 'node_modules'), join(folder, 'copy', 'node_modules'))
  const program = join(copy, 'engines', 'fetch-all.ts')
  return runNode([program], { ...(await withTools(tools)), ...env })
}

async function listEngines(): Promise<string[]> {
  const place = join(folder, 'copy', '.tailrace', 'engines')
  return existsSync(place) ? readdir(place) : []
}

async function withTools(tools: Tools): Promise<NodeJS.ProcessEnv> {
  const place = join(folder, 'path')
  await mkdir(place, { recursive: true })
  for (const [name, { says, exits = 0 }] of Object.entries(tools)) {
    await writeFile(join(place, name), `#!/bin/sh\necho '${says}' >&2\nexit ${exits}\n`)
    await chmod(join(place, name), 0o755)
  }
  return { PATH: place, JAVA_HOME: '' }
}

async function leaveRuntimeFile(file: { pid: number; ready: boolean }): Promise<void> {
  await mkdir(stateDir, { recursive: true })
  const rest = { region: 'eu-west-1', endpoints: {}, engines: {}, resources: {}, lakeDir: '' }
  await writeFile(runtimeFilePath(stateDir), JSON.stringify({ ...file, ...rest }))
}

/** Of a process that has ended. */
function pidOfNobody(): number {
  return spawnSync(process.execPath, ['--version']).pid
}

/** A module that makes Node tell another version of itself. */
function asNode(version: string): string {
  const source = `
    const versions = { ...process.versions, node: '${version}' }
    Object.defineProperty(process, 'versions', { value: versions })
    Object.defineProperty(process, 'version', { value: 'v${version}' })`
  return `data:text/javascript,${encodeURIComponent(source)}`
}
