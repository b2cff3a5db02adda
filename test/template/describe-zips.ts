import { readdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { strFromU8, unzipSync } from 'fflate'
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

    it("hold a function's own files and their source maps, and whatever one file asks of another", () => {
      const functions = resourcesOf(first().template, 'AWS::Lambda::Function')

      expect(functions).toHaveLength(first().zips.size)
      for (const [, { Properties }] of functions) {
        const name = String(at(Properties, 'Code.S3Key')).split('/').at(-1) ?? ''
        const bundle = String(Properties?.Handler).replace(/\.handler$/, '.cjs')
        const files = unzipSync(first().zips.get(name) ?? new Uint8Array())
        expect(Object.keys(files)).toContain(bundle)
        expect(referencesOf(files, dirname(bundle)).sort()).toEqual(
          Object.keys(files).filter((file) => file !== bundle),
        )
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

/** The files that others of them ask for, or name as their map. */
function referencesOf(files: Readonly<Record<string, Uint8Array>>, folder: string): string[] {
  const sources = Object.entries(files).filter(([name]) => name.endsWith('.cjs'))
  const names = sources.flatMap(([, content]) => {
    const source = strFromU8(content)
    const asked = source.matchAll(/require\("\.\/([^"]+)"\)/g)
    const maps = source.matchAll(/^\/\/# sourceMappingURL=(.+)$/gm)
    return [...asked, ...maps].map(([, name]) => `${folder}/${name}`)
  })
  return [...new Set(names)]
}
