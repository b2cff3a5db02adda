import { expect, it } from 'vitest'
import { allSettled } from './all-settled.ts'

it('waits for all when one fails, and throws the first reason', async () => {
  const { promise: slow, resolve: end } = Promise.withResolvers<void>()
  let isOver = false

  const all = allSettled([
    slow,
    Promise.reject(new Error('first')),
    Promise.reject(new Error('second')),
  ])
    .catch((error: Error) => error)
    .finally(() => {
      isOver = true
    })
  await new Promise(setImmediate)
  expect(isOver).toBe(false)
  end()

  expect(await all).toEqual(new Error('first'))
})
