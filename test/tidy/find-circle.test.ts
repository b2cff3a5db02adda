import { expect, it } from 'vitest'
import { findCircle } from './find-circle.ts'

it.each<[string, Record<string, string[]>, string[] | undefined]>([
  ['nothing', {}, undefined],
  ['a way that ends', { a: ['b', 'c'], b: ['c'], c: ['node:fs'] }, undefined],
  ['a file that two import', { a: ['b', 'c'], b: ['d'], c: ['d'], d: [] }, undefined],
  ['two that import each other', { a: ['b'], b: ['c'], c: ['b'] }, ['b', 'c', 'b']],
  ['one that imports itself', { a: ['a'] }, ['a', 'a']],
])('finds the circle of %s', (_what, imports, circle) => {
  expect(findCircle(new Map(Object.entries(imports)))).toEqual(circle)
})
