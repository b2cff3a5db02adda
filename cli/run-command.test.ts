import { join } from 'node:path'
import { Readable } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { EXIT } from './command.ts'
import { runCommand } from './run-command.ts'

async function type(line: string, env: NodeJS.ProcessEnv = {}) {
  const printed: string[] = []
  const complaints: string[] = []
  const exitCode = await runCommand(
    line.split(' ').filter((word) => word !== ''),
    {
      env,
      root: join(import.meta.dirname, '..'),
      stateDir: '/nowhere',
      print: (text) => printed.push(text),
      complain: (text) => complaints.push(text),
      stdin: Readable.from([]),
    },
  )
  return { exitCode, printed: printed.join('\n'), complaints: complaints.join('\n') }
}

describe('runCommand', () => {
  it.each([
    ['serach', 'There is no command "serach"; there is "search"'],
    ['deploy', 'There is no command "deploy": see npx tailrace --help.'],
    ['help serach', 'there is "search"'],
    ['--once', 'The command comes before --once'],
    ['up --onse', "Unknown option '--onse'; there is --once: see npx tailrace help up."],
    ['search --limit 3', "Unknown option '--limit': see npx tailrace help search."],
    ['search --size', "Option '--size <value>' argument missing"],
    ['up now', "Unexpected argument 'now'"],
  ])('refuses "%s" as bad input: %s', async (line, sentence) => {
    const { exitCode, complaints, printed } = await type(line)

    expect(exitCode).toBe(EXIT.input)
    expect(complaints).toContain(sentence)
    expect(complaints).not.toContain('\n')
    expect(printed).toBe('')
  })

  it.each(['help search', 'search --help', 'search -h', '--help search'])(
    'helps with a command when asked by "%s"',
    async (line) => {
      const { exitCode, printed } = await type(line)

      expect(exitCode).toBe(EXIT.ok)
      expect(printed).toContain('Usage: tailrace search')
    },
  )

  it('lists the commands when asked, and as bad input when nothing was typed', async () => {
    const asked = await type('--help')
    const nothing = await type('')

    expect(asked).toMatchObject({ exitCode: EXIT.ok, complaints: '' })
    expect(asked.printed).toMatch(/up .*\n.*publish .*\n.*search /)
    expect(nothing).toEqual({ ...asked, exitCode: EXIT.input })
  })

  it('tells the version', async () => {
    const { exitCode, printed } = await type('--version')

    expect(exitCode).toBe(EXIT.ok)
    expect(printed).toMatch(/^\d+\.\d+\.\d+$/)
  })

  it('refuses a wrong environment before a command begins, but still helps', async () => {
    const env = { TAILRACE_SQS_PORT: 'abc', TAILRACE_STATEDIR: '/tmp' }

    const refused = await type('search', env)
    const helped = await type('search --help', env)

    expect(refused.exitCode).toBe(EXIT.input)
    expect(refused.complaints).toMatch(/TAILRACE_STATE_DIR is one[\s\S]*TAILRACE_SQS_PORT is "abc"/)
    expect(helped.exitCode).toBe(EXIT.ok)
  })

  it.each(['once', 'keep'])('says where --%s belongs when npm kept it for itself', async (flag) => {
    const { exitCode, complaints } = await type('up', { [`npm_config_${flag}`]: 'true' })

    expect(exitCode).toBe(EXIT.input)
    expect(complaints).toContain(`npm start -- --${flag}`)
  })

  it('says that nothing runs when a command needs the runtime', async () => {
    const { exitCode, complaints } = await type('search')

    expect(exitCode).toBe(EXIT.environment)
    expect(complaints).toBe('Nothing is running here: start it with `npm start`, then try again.')
  })
})
