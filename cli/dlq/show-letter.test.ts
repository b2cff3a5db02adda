import { Readable } from 'node:stream'
import { expect, it } from 'vitest'
import type { Deployment } from '../deployment/deployment.ts'
import { requireBox } from './open-box.ts'
import { showLetter } from './show-letter.ts'

it('says how to list letters when there is none of that name', async () => {
  const deployment = {
    ...{ flags: ' --stage prod', resources: { SearchDlq: 'q' } },
    sqs: { send: async () => ({}) },
  } as unknown as Deployment
  const options = {
    ...{ wanted: 'm-1', boxes: [requireBox('search')], deployment, json: false },
    ...{ signal: new AbortController().signal, judge: async () => null },
  }
  const context = { env: {}, root: '', stateDir: '', print: () => {}, stdin: Readable.from([]) }

  await expect(showLetter(options, context)).rejects.toThrow(
    'There is no dead letter "m-1": see npx tailrace dlq list --stage prod',
  )
})
