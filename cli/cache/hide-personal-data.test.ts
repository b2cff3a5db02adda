import { describe, expect, it } from 'vitest'
import { hidePersonalData } from './hide-personal-data.ts'

const PATHS = ['email', 'address.name', 'people.phone']

describe('hidePersonalData', () => {
  it.each([
    [
      { email: 'a@b', id: 1 },
      { email: '<hidden>', id: 1 },
    ],
    [
      { address: { name: 'Ada', city: 'Lodz' }, name: 'KB' },
      { address: { name: '<hidden>', city: 'Lodz' }, name: 'KB' },
    ],
    [{ people: [{ phone: '1', at: 2 }] }, { people: [{ phone: '<hidden>', at: 2 }] }],
    [{ orders: [{ email: 'a@b' }] }, { orders: [{ email: '<hidden>' }] }],
    [[[{ address: { name: { first: 'Ada' } } }]], [[{ address: { name: '<hidden>' } }]]],
    [null, null],
    ['a@b', 'a@b'],
  ])('makes of %j: %j', (value, shown) => {
    expect(hidePersonalData(value, PATHS)).toEqual(shown)
  })
})
