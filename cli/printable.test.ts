import { expect, it } from 'vitest'
import { printable } from './printable.ts'

it.each([
  ['CUSTOMER#ü|ORDER#o-1 👩‍🚀', 'CUSTOMER#ü|ORDER#o-1 👩‍🚀'],
  ['\u001b[31mred\nnext', '\\u001b[31mred\\u000anext'],
  ['\u009b2J \u202eback', '\\u009b2J \\u202eback'],
])('shows %j as %j', (text, shown) => {
  expect(printable(text)).toBe(shown)
})
