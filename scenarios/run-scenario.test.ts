import { Readable } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { runScenario } from './run-scenario.ts'

async function run(...argv: readonly string[]) {
  return runWith({}, ...argv)
}

async function runWith(env: NodeJS.ProcessEnv, ...argv: readonly string[]) {
  const printed: string[] = []
  const complaints: string[] = []
  const code = await runScenario(argv, {
    ...{ env, root: 'nowhere', stateDir: 'nowhere', stdin: Readable.from([]) },
    print: (line) => printed.push(line),
    complain: (message) => complaints.push(message),
  })
  return { code, printed: printed.join('\n'), complaints: complaints.join('\n') }
}

describe('runScenario', () => {
  it('without a name shows which there are, exit 2', async () => {
    expect(await run()).toMatchObject({ code: 2, printed: expect.stringContaining('meridian') })
  })

  it('does not know another name, and says which there are, exit 2', async () => {
    expect(await run('christmas')).toEqual({
      ...{ code: 2, printed: '' },
      complaints: 'There is no scenario "christmas". There are: meridian.',
    })
    expect((await run('meridan')).complaints).toContain('There is "meridian"')
  })

  it.each([[['--help']], [['meridian', '--help']], [['meridian', '-h']]])(
    'shows help: %s',
    async (argv) => {
      const { code, printed } = await run(...argv)

      expect(code).toBe(0)
      expect(printed).toMatch(/^Usage: npm run scenario/)
    },
  )

  it.each([
    [['--seconds', '5'], '--seconds is "5", and must be a whole number from 24 to 300.'],
    [['--seed', 'x'], '--seed is "x", and must be a whole number from 0 to 1000000000.'],
    [
      ['--secnds', '30'],
      "Unknown option '--secnds'; there is --seconds: see npm run scenario meridian -- --help.",
    ],
  ])('refuses %s, exit 2', async (args, message) => {
    expect(await run('meridian', ...args)).toMatchObject({ code: 2, complaints: message })
  })

  it('refuses a flag that npm has kept, and says how it is meant', async () => {
    expect(await runWith({ npm_config_seconds: '30' }, 'meridian')).toMatchObject({
      code: 2,
      complaints:
        'npm has kept --seconds for itself: it is npm run scenario meridian -- --seconds.',
    })
  })
})
