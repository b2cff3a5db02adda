import { unzipSync } from 'fflate'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { packageForTest } from './packaged-stack.ts'
import { at, resourcesOf } from './template.ts'

let first: Awaited<ReturnType<typeof packageForTest>>
let second: Awaited<ReturnType<typeof packageForTest>>

beforeAll(async () => {
  first = await packageForTest('dev')
  second = await packageForTest('dev')
}, 120_000)

afterAll(async () => {
  await first.remove()
  await second.remove()
})

describe('zips', () => {
  it('are the same, byte for byte, when the stack is packaged again', () => {
    expect([...second.zips.keys()]).toEqual([...first.zips.keys()])
    for (const [name, bytes] of first.zips) {
      expect(Buffer.compare(bytes, second.zips.get(name) ?? new Uint8Array())).toBe(0)
    }
  })

  it("hold a function's own bundle and its source map, and nothing else", () => {
    const functions = resourcesOf(first.template, 'AWS::Lambda::Function')

    expect(functions).toHaveLength(first.zips.size)
    for (const [, { Properties }] of functions) {
      const name = String(at(Properties, 'Code.S3Key')).split('/').at(-1) ?? ''
      const bundle = String(Properties?.Handler).replace(/\.handler$/, '.cjs')
      const files = unzipSync(first.zips.get(name) ?? new Uint8Array())
      expect(Object.keys(files)).toEqual([bundle, `${bundle}.map`])
    }
  })

  it('name no path of the machine they were made on', () => {
    for (const bytes of first.zips.values()) {
      for (const content of Object.values(unzipSync(bytes))) {
        expect(Buffer.from(content).includes(import.meta.dirname.split('/test/')[0] ?? '')).toBe(
          false,
        )
      }
    }
  })
})
