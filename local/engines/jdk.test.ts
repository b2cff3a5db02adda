import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { EnvironmentError } from '../environment-error.ts'
import { findJdk, openSearchProfile } from './jdk.ts'

/** What the tools print and with which exit code; a tool that is not named is not there. */
type Tools = Readonly<Record<string, { readonly says: string; readonly exits?: number }>>

const JAVAC_21 = { says: 'javac 21.0.4' }
const JAVA_21 = { says: 'openjdk version "21.0.4" 2024-07-16' }

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tailrace-jdk-'))
})
afterEach(() => rm(folder, { recursive: true }))

describe('findJdk', () => {
  it('takes the one on the path', async () => {
    const env = await onPath({ javac: JAVAC_21, java: JAVA_21 })

    expect(await findJdk(env)).toEqual({ java: 'java', javac: 'javac', major: 21 })
  })

  it('takes the one of JAVA_HOME before the one on the path', async () => {
    const env = await onPath({ javac: { says: 'javac 11' }, java: { says: 'version "11"' } })
    const home = await inHome({ javac: JAVAC_21, java: JAVA_21 })

    const jdk = await findJdk({ ...env, JAVA_HOME: home })

    expect(jdk).toMatchObject({ java: join(home, 'bin', 'java'), major: 21 })
  })

  it('takes an empty JAVA_HOME for none', async () => {
    const env = await onPath({ javac: JAVAC_21, java: JAVA_21 })

    expect(await findJdk({ ...env, JAVA_HOME: '' })).toMatchObject({ java: 'java' })
  })

  it.each<[string, Tools, string]>([
    ['no Java', {}, 'Java is missing'],
    ['a JRE', { java: JAVA_21 }, 'is a JRE without its compiler (javac)'],
    ['a compiler alone', { javac: JAVAC_21 }, 'java was not found on the PATH'],
    [
      'an old JDK',
      { javac: { says: 'javac 11.0.2' }, java: { says: 'openjdk version "11.0.2"' } },
      'too old (javac is 11.0.2)',
    ],
    [
      'a very old JDK',
      { javac: { says: 'javac 1.8.0_292' }, java: { says: 'java version "1.8.0_292"' } },
      'too old (javac is 1.8.0_292)',
    ],
    [
      'an old java before a new javac',
      { javac: JAVAC_21, java: { says: 'openjdk version "11.0.2"' } },
      'too old (java is 11.0.2)',
    ],
    [
      'a placeholder that only says where to get one',
      { javac: { says: 'Unable to locate a Java Runtime.', exits: 1 }, java: JAVA_21 },
      'javac does not run ("Unable to locate a Java Runtime.")',
    ],
    [
      'a javac of no version',
      { javac: { says: 'hello' }, java: JAVA_21 },
      'does not run ("hello")',
    ],
  ])('refuses %s', async (_, tools, sentence) => {
    const error = await findJdk(await onPath(tools)).catch((thrown: unknown) => thrown)

    expect(error).toBeInstanceOf(EnvironmentError)
    expect(String(error)).toContain(sentence)
    expect(String(error)).toContain('a JDK of 17 or newer is needed')
  })

  it('refuses a JAVA_HOME that is no JDK, whatever is on the path', async () => {
    const env = await onPath({ javac: JAVAC_21, java: JAVA_21 })
    const nowhere = join(folder, 'nowhere')
    const jre = await inHome({ java: JAVA_21 })

    await expect(findJdk({ ...env, JAVA_HOME: nowhere })).rejects.toThrow(`JAVA_HOME is ${nowhere}`)
    await expect(findJdk({ ...env, JAVA_HOME: jre })).rejects.toThrow(
      `in JAVA_HOME (${jre}) is a JRE`,
    )
  })
})

describe('openSearchProfile', () => {
  it.each([
    [17, 'opensearch-2'],
    [23, 'opensearch-2'],
    [24, 'opensearch-3'],
  ])('is for JDK %d %s', (major, profile) => {
    expect(openSearchProfile({ java: 'java', javac: 'javac', major })).toBe(profile)
  })
})

async function onPath(tools: Tools): Promise<NodeJS.ProcessEnv> {
  await writeTools(join(folder, 'path'), tools)
  return { PATH: join(folder, 'path') }
}

async function inHome(tools: Tools): Promise<string> {
  await writeTools(join(folder, 'home', 'bin'), tools)
  return join(folder, 'home')
}

async function writeTools(place: string, tools: Tools): Promise<void> {
  await mkdir(place, { recursive: true })
  for (const [name, { says, exits = 0 }] of Object.entries(tools)) {
    await writeFile(join(place, name), `#!/bin/sh\necho '${says}' >&2\nexit ${exits}\n`)
    await chmod(join(place, name), 0o755)
  }
}
