import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { strFromU8, unzipSync } from 'fflate'
import { afterEach, describe, expect, it } from 'vitest'
import { bundleFunction } from './bundle-function.ts'

const folders: string[] = []

afterEach(async () => {
  await Promise.all(folders.splice(0).map((folder) => rm(folder, { recursive: true })))
})

/** A checkout with one service, whose lambda.ts holds `source`, and other files beside it. */
async function aCheckout(
  source: string,
  others: Readonly<Record<string, string>> = {},
): Promise<string> {
  const root = await mkdtemp(join(tmpdir(), 'tailrace-bundle-'))
  folders.push(root)
  await mkdir(join(root, 'services/greeter'), { recursive: true })
  for (const [name, text] of Object.entries({ ...others, 'lambda.ts': source })) {
    await writeFile(join(root, 'services/greeter', name), text)
  }
  return root
}

const HANDLER = 'dist/greeter/index.handler'
const GREETER = 'export const handler = async (name: string): Promise<string> => name\n'
const LAZY_GREETER = `
  import { Refusal } from './refusal.ts'
  export const handler = async (name: string) => {
    const { refuse } = await import('./refuse.ts')
    const error = refuse(name)
    return [error instanceof Refusal, error.name, error.stack]
  }`
const REFUSAL = {
  'refusal.ts': `
    export class Refusal extends Error {
      override readonly name = this.constructor.name
    }`,
  'refuse.ts': `
    import { Refusal } from './refusal.ts'
    export const refuse = (name: string) => new Refusal(name)`,
}

describe('bundleFunction', () => {
  it('makes a CommonJS bundle with a linked source map that holds no sources', async () => {
    const files = unzipSync(await bundleFunction(await aCheckout(GREETER), HANDLER))

    const bundle = strFromU8(files['dist/greeter/index.cjs'] ?? new Uint8Array())
    const map = JSON.parse(strFromU8(files['dist/greeter/index.cjs.map'] ?? new Uint8Array()))
    expect(Object.keys(files)).toHaveLength(2)
    expect(bundle).toContain('module.exports')
    expect(bundle).toContain('//# sourceMappingURL=index.cjs.map')
    expect(map).toMatchObject({ sources: ['../../services/greeter/lambda.ts'] })
    expect(map).not.toHaveProperty('sourcesContent')
  })

  it('leaves what is imported dynamically to a file that is read when it is asked for', async () => {
    const root = await aCheckout(LAZY_GREETER, REFUSAL)
    const files = unzipSync(await bundleFunction(root, HANDLER))
    for (const [name, content] of Object.entries(files)) {
      await mkdir(join(root, dirname(name)), { recursive: true })
      await writeFile(join(root, name), content)
    }
    const load = createRequire(join(root, 'anywhere.cjs'))

    const { handler } = load(join(root, 'dist/greeter/index.cjs'))

    const isLoaded = () => Object.keys(load.cache).some((path) => /greeter.refuse-/.test(path))
    expect(isLoaded()).toBe(false)
    // Both files know one class, by its own name.
    expect(await handler('Ada')).toEqual([true, 'Refusal', expect.stringContaining('Ada')])
    expect(isLoaded()).toBe(true)
  })

  it('refuses a dynamic import of CommonJS, whose names would be gone', async () => {
    const root = await aCheckout("export const handler = () => import('./old.cjs')\n", {
      'old.cjs': 'exports.greet = () => 1\n',
    })

    await expect(bundleFunction(root, HANDLER)).rejects.toThrow(
      'services/greeter/lambda.ts imports services/greeter/old.cjs dynamically, which is CommonJS',
    )
  })

  it('makes the same bytes in another checkout', async () => {
    const one = await bundleFunction(await aCheckout(LAZY_GREETER, REFUSAL), HANDLER)
    const other = await bundleFunction(await aCheckout(LAZY_GREETER, REFUSAL), HANDLER)

    expect(Buffer.compare(one, other)).toBe(0)
  })

  it('names the file that does not compile, and where in it', async () => {
    const root = await aCheckout('export const handler = async ( => 1\n')

    await expect(bundleFunction(root, HANDLER)).rejects.toThrow(
      /services\/greeter\/lambda\.ts cannot be bundled:[\s\S]*services\/greeter\/lambda\.ts:1:/,
    )
  })

  it('names the import that does not exist', async () => {
    const root = await aCheckout("import './greeting.ts'\n")

    await expect(bundleFunction(root, HANDLER)).rejects.toThrow('Could not resolve "./greeting.ts"')
  })

  it('names the service that does not exist', async () => {
    const root = await aCheckout(GREETER)

    await expect(bundleFunction(root, 'dist/absent/index.handler')).rejects.toThrow(
      'services/absent/lambda.ts does not exist',
    )
  })

  it('refuses a handler that is no bundle', async () => {
    const root = await aCheckout(GREETER)

    await expect(bundleFunction(root, 'services/greeter/lambda.handler')).rejects.toThrow(
      'handler services/greeter/lambda.handler is not of the form',
    )
  })
})
