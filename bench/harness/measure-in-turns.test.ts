import { expect, it } from 'vitest'
import { measureInTurns } from './measure-in-turns.ts'

it('runs the steps in turns, prepared each time, and counts no warm round', async () => {
  const order: string[] = []
  const measured = await measureInTurns(
    {
      one: { prepare: () => order.push('prepare'), run: () => order.push('one') },
      two: { run: () => order.push('two') },
    },
    { rounds: 2, warmRounds: 1 },
  )

  expect(order).toEqual(['prepare', 'one', 'two', 'prepare', 'one', 'two', 'prepare', 'one', 'two'])
  expect(measured.one.wallMs).toHaveLength(2)
  expect(measured.two.cpuMs).toHaveLength(2)
})
