import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { cp, mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const ROOT = join(import.meta.dirname, '..', '..')
const MODULES = join(ROOT, 'node_modules')
const { version: VERSION } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'))
const SOURCES = ['infra', 'shared', 'package.json', 'tsconfig.json', 'LICENSE']

const PROGRAM = `
import { cacheKey, createCacheClient, fromNodeRedis } from 'tailrace/cache-client'
const held = new Map()
const connection = fromNodeRedis({
  get: async (key) => held.get(key) ?? null,
  evalSha: async () => { throw new Error('NOSCRIPT No matching script.') },
  eval: async (script, { keys: [value], arguments: [token, text] }) => {
    if (script.includes('leased')) return ['leased']
    held.set(value, text)
    return 1
  },
})
const cache = createCacheClient({ connection, onTrouble: (trouble) => { throw new Error(trouble.code) } })
const key = cacheKey('order', 'CUSTOMER#c-17', 'ORDER#o-204')
const loads = []
const load = async () => { loads.push(key); return { status: 'shipped' } }
const got = [await cache.get(key, load), await cache.get(key, load)]
console.log(JSON.stringify({ got, loads: loads.length, keys: [...held.keys()] }))
`

const TYPED_PROGRAM = `
import { cacheKey, createCacheClient, type CacheConnection, type CacheTrouble } from 'tailrace/cache-client'
interface Order { readonly status: string }
declare const connection: CacheConnection
const codes: string[] = []
const onTrouble = ({ code }: CacheTrouble): void => void codes.push(code)
const cache = createCacheClient({ connection, onTrouble, ttlMs: 60_000 })
const order: Order | undefined = await cache.get<Order>(cacheKey('order', 'a'), async () => ({ status: 'new' }))
const absent: undefined = await cache.get(cacheKey('order', 'b'), async () => undefined)
export { absent, order }
`

const MISTAKEN_PROGRAM = `
import { cacheKey, createCacheClient, type CacheConnection } from 'tailrace/cache-client'
declare const connection: CacheConnection
const cache = createCacheClient({ connection })
await cache.get<{ status: string }>(cacheKey('order', 'c'), async () => ({ status: 1 }))
await cache.get('order-c', async () => 1)
`

describe('the packed cache client', () => {
  let folder: string
  let app: string
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tailrace-packed-'))
    app = join(folder, 'app')
    const checkout = join(folder, 'checkout')
    for (const name of SOURCES)
      await cp(join(ROOT, name), join(checkout, name), { recursive: true })
    await symlink(MODULES, join(checkout, 'node_modules'))
    run('npm', ['run', '--ignore-scripts', 'pack:cache-client'], checkout)
    const archive = join(checkout, `tailrace-${VERSION}.tgz`)

    await mkdir(app)
    await writeFile(join(app, 'package.json'), '{"type":"module"}')
    run('npm', ['install', '--offline', '--no-audit', '--no-fund', archive], app)
    await writeFile(join(app, 'program.mjs'), PROGRAM)
  })

  afterAll(() => rm(folder, { recursive: true, force: true }))

  it('brings no other package, and no command', async () => {
    const installed = await readdir(join(app, 'node_modules'))

    expect(installed.filter((name) => !name.startsWith('.'))).toEqual(['tailrace'])
    expect(existsSync(join(app, 'node_modules', '.bin'))).toBe(false)
  })

  it.each(nodes())('runs under %s without any other package', (node) => {
    const said = run(node, ['program.mjs'], app)

    expect(JSON.parse(said)).toEqual({
      got: [{ status: 'shipped' }, { status: 'shipped' }],
      loads: 1,
      keys: ['tailrace:order:{CUSTOMER#c-17|ORDER#o-204}:v'],
    })
  })

  it('has types that take what is right', async () => {
    await writeFile(join(app, 'typed.mts'), TYPED_PROGRAM)

    expect(check('typed.mts')).toBe('')
  })

  it('has types that refuse no onTrouble, a load of another type and a key that is any text', async () => {
    await writeFile(join(app, 'mistaken.mts'), MISTAKEN_PROGRAM)

    const said = String(catchError(() => check('mistaken.mts')))

    expect(said).toMatch(/mistaken.mts.4,.*'onTrouble' is missing/)
    expect(said).toMatch(/mistaken.mts.5,.*'Promise<{ status: number; }>' is not assignable/)
    expect(said).toMatch(/mistaken.mts.6,.*"order-c/)
  })

  function check(file: string): string {
    const options = ['--strict', '--noEmit', '--module', 'nodenext', '--target', 'es2022']
    return run(join(MODULES, '.bin', 'tsc'), [...options, '--types', '', file], app)
  }
})

/** The Node of the lockfile and, where there is one, the machine's own. */
function nodes(): string[] {
  const folders = (process.env.PATH ?? '').split(delimiter)
  const own = folders
    .filter((path) => path !== '' && !path.includes('node_modules'))
    .map((path) => join(path, 'node'))
    .find((path) => existsSync(path))
  return own === undefined ? [process.execPath] : [process.execPath, own]
}

function catchError(run: () => unknown): unknown {
  try {
    return run()
  } catch (error) {
    return error
  }
}

function run(command: string, args: readonly string[], cwd: string): string {
  try {
    return execFileSync(command, args, { cwd, encoding: 'utf8', stdio: 'pipe' })
  } catch (error) {
    const { stdout, stderr } = error as { stdout?: string; stderr?: string }
    throw new Error(`${command} failed: ${stdout}${stderr}`, { cause: error })
  }
}
