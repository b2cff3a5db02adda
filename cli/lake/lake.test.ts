import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { aChangeEvent } from '../../test/builders/change-event.ts'
import { LakeFiles } from '../../test/builders/lake-files.ts'
import { EXIT } from '../command.ts'
import { lake } from './lake.ts'

const files = new LakeFiles()
let stateDir = ''

beforeAll(async () => {
  stateDir = await mkdtemp(join(tmpdir(), 'tailrace-state-'))
  await files.deliver([aChangeEvent(), aChangeEvent({ id: 'a|1' })])
  const running = {
    pid: process.pid,
    ready: true,
    region: 'eu-west-1',
    endpoints: {},
    engines: {},
    resources: {},
    lakeDir: await files.folder(),
  }
  await writeFile(join(stateDir, 'runtime.json'), JSON.stringify(running))
})

afterAll(async () => {
  await rm(stateDir, { recursive: true })
  await files.remove()
})

async function run(...args: string[]): Promise<string[]> {
  const printed: string[] = []
  const exitCode = await lake.run(args, {
    env: {},
    root: stateDir,
    stateDir,
    print: (line) => printed.push(line),
    stdin: Readable.from([]),
  })
  expect(exitCode).toBe(EXIT.ok)
  return printed
}

describe('tailrace lake', () => {
  it('lists the views with an example of each', async () => {
    const printed = (await run()).join('\n')

    for (const view of ['changes', 'current', 'status_flow', 'as_of', 'records']) {
      expect(printed).toMatch(new RegExp(`^${view} .*\\n +npx tailrace lake ".*${view}`, 'm'))
    }
  })

  it('gives them the flags of the stage', async () => {
    const printed = await run('--stage', 'prod', '--region', 'eu-west-1')

    for (const line of printed.filter((one) => one.includes('npx'))) {
      expect(line).toMatch(/" --stage prod --region eu-west-1$/)
    }
  })

  it('answers a query as a table, and says of how much', async () => {
    expect(await run('SELECT id, total FROM current ORDER BY id')).toEqual([
      'id                         total',
      '-------------------------  -----',
      'CUSTOMER#c-17|ORDER#o-204  129.9',
      'a|1                        129.9',
      '2 rows from a lake of 1 object',
    ])
  })

  it('answers for a program with nothing around it', async () => {
    const sql = 'SELECT count(*) AS n FROM current'

    expect(await run(sql, '--json')).toEqual(['{"n":2}'])
    expect(await run(sql, '--csv')).toEqual(['n', '2'])
  })

  it('says when there are none', async () => {
    expect(await run("SELECT id FROM current WHERE id = 'nix'")).toEqual([
      'No rows from a lake of 1 object',
    ])
  })

  it.each([
    [['SELECT', '1'], 'Put the whole query into quotes.'],
    [['SELECT 1', '--json', '--csv'], 'one of them'],
    [['SELECT 1', '--region', 'eu-west-1'], '--region is for --stage'],
    [['SELECT nix FROM current'], 'The query cannot be used: Binder Error'],
  ])('refuses %j', async (args, sentence) => {
    await expect(run(...args)).rejects.toThrow(sentence)
  })
})
