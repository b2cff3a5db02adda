/**
 * Builds the cache client as a package of its own in `dist/cache-client`: JavaScript in one file, types,
 * and a manifest without dependencies or commands. `npm run pack:cache-client` makes the archive.
 */
import { execFileSync } from 'node:child_process'
import { copyFile, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { build } from 'esbuild'

const ROOT = join(import.meta.dirname, '..')
const SOURCE = join(ROOT, 'shared', 'cache-client')
const INTO = join(ROOT, 'dist', 'cache-client')
/** The oldest that an application may run. */
const NODE_MAJOR_MIN = 20

await rm(INTO, { recursive: true, force: true })
await build({
  entryPoints: [join(SOURCE, 'index.ts')],
  outfile: join(INTO, 'index.js'),
  bundle: true,
  format: 'esm',
  platform: 'node',
  target: `node${NODE_MAJOR_MIN}`,
  logLevel: 'warning',
})
const tsc = join(ROOT, 'node_modules', '.bin', 'tsc')
execFileSync(tsc, ['-p', join(SOURCE, 'tsconfig.json')], { stdio: 'inherit' })
await copyFile(join(SOURCE, 'README.md'), join(INTO, 'README.md'))
await copyFile(join(ROOT, 'LICENSE'), join(INTO, 'LICENSE'))
await writeFile(join(INTO, 'package.json'), `${JSON.stringify(await manifest(), null, 2)}\n`)

async function manifest(): Promise<object> {
  const { name, version, license } = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8'))
  return {
    name,
    version,
    description: 'Reads DynamoDB through a cache that Tailrace invalidates.',
    license,
    type: 'module',
    engines: { node: `>=${NODE_MAJOR_MIN}` },
    exports: {
      './cache-client': { types: './types/cache-client/index.d.ts', default: './index.js' },
    },
  }
}
