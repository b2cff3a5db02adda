import { expect, it } from 'vitest'
import { stageFlags } from './stage-flags.ts'

it.each([
  [{}, ''],
  [{ stage: 'prod' }, ' --stage prod'],
  [{ stage: 'prod', region: 'eu-west-1' }, ' --stage prod --region eu-west-1'],
])('a command for %j carries "%s"', (wanted, flags) => {
  expect(stageFlags(wanted)).toBe(flags)
})
