import { expect, it } from 'vitest'
import { createAsker } from './asker.ts'

it('goes on without who fails or does not answer, and names them', async () => {
  const asker = createAsker(20)

  const answers = await Promise.all([
    asker.ask('the lake', async () => 7),
    asker.ask('the index', () => Promise.reject(new Error('OpenSearch answered 503.'))),
    asker.ask('the cache', () => new Promise(() => undefined)),
  ])

  expect(answers).toEqual([7, undefined, undefined])
  expect(asker.silent).toEqual([
    'the index could not be asked: OpenSearch answered 503',
    'the cache could not be asked: no answer within 0.02 s',
  ])
})
