import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { unzipSync } from 'fflate'
import { describe, expect, it } from 'vitest'
import type { Packaged } from './packaged-stack.ts'
import { at, resourcesOf } from './template.ts'

/** The zips of two packagings of the same sources. */
export function describeZips(first: () => Packaged, second: () => Packaged): void {
  describe('zips', () => {
    it('are the same, byte for byte, when the stack is packaged again', () => {
      expect([...second().zips.keys()]).toEqual([...first().zips.keys()])
      for (const [name, bytes] of first().zips) {
        expect(Buffer.compare(bytes, second().zips.get(name) ?? new Uint8Array())).toBe(0)
      }
    })

    it('are there for every folder of services/', () => {
      const handlers = resourcesOf(first().template, 'AWS::Lambda::Function').map(
        ([, { Properties }]) => Properties?.Handler,
      )

      const folders = readdirSync(join(import.meta.dirname, '../../services'))
      expect(handlers.sort()).toEqual(folders.map((name) => `dist/${name}/index.handler`).sort())
    })

    it("hold a function's own bundle and its source map, and nothing else", () => {
      const functions = resourcesOf(first().template, 'AWS::Lambda::Function')

      expect(functions).toHaveLength(first().zips.size)
      for (const [, { Properties }] of functions) {
        const name = String(at(Properties, 'Code.S3Key')).split('/').at(-1) ?? ''
        const bundle = String(Properties?.Handler).replace(/\.handler$/, '.cjs')
        const files = unzipSync(first().zips.get(name) ?? new Uint8Array())
        expect(Object.keys(files)).toEqual([bundle, `${bundle}.map`])
      }
    })

    it('name no path of the machine they were made on', () => {
      const root = join(import.meta.dirname, '../..')

      for (const bytes of first().zips.values()) {
        for (const content of Object.values(unzipSync(bytes))) {
          expect(Buffer.from(content).includes(root)).toBe(false)
        }
      }
    })
  })
}
