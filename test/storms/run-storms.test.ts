import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { runNode } from '../support/run-node.ts'
import { describeStorm } from './describe-storm.ts'
import { makeStorm } from './make-storm.ts'

const MAIN = join(import.meta.dirname, 'run-storms.ts')

describe('run-storms', () => {
  it('shows what happens in a storm', async () => {
    const { code, stdout } = await runNode([MAIN, '--seed', '711', '--show'], {})

    expect(code).toBe(0)
    for (const line of describeStorm(makeStorm(711))) expect(stdout).toContain(line)
  })

  it.each([
    [['--seed', 'calm'], '--seed is a whole number from 0 to 4294967295.'],
    [['--seed', '1', '--count', '0'], '--count is a whole number from 1.'],
    [['--sed', '1'], 'It is --seed N [--count M] [--show].'],
  ])('refuses %j', async (args, message) => {
    const { code, stderr } = await runNode([MAIN, ...args], {})

    expect(code).toBe(2)
    expect(stderr).toContain(message)
  })
})
