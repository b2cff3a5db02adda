import { basename } from 'node:path'
import { build, type Metafile, transform } from 'esbuild'

export interface BundledFile {
  readonly name: string
  readonly contents: Uint8Array
}

const OPTIONS = { platform: 'node', target: 'node24', minify: true, logLevel: 'silent' } as const

/**
 * Bundles a module into `index.cjs` and, beside it, what is imported dynamically: read when it is
 * asked for, not at each start. In one file all of it would be, most of it for failures: the
 * enrichment took twice as long.
 *
 * esbuild splits ES modules only, and CommonJS starts about a fifth faster here. So it is split as the
 * one, and each file is turned into the other.
 *
 * Files of libraries alone have no source map: Node reads each map, and measures each line of what is
 * mapped, at the start. Names of functions are kept, so their frames are readable without.
 *
 * @param folder where the files are to lie, from `root`: the source maps lead back from there.
 * @throws Error of esbuild, or one that names the import that cannot be split off.
 */
export async function splitBundle(
  root: string,
  entry: string,
  folder: string,
): Promise<readonly BundledFile[]> {
  const { outputFiles, metafile } = await build({
    ...OPTIONS,
    absWorkingDir: root,
    entryPoints: { index: entry },
    outdir: folder,
    outExtension: { '.js': '.cjs' },
    write: false,
    bundle: true,
    format: 'esm',
    splitting: true,
    mainFields: ['module', 'main'],
    // Errors are told apart by name, in logs too.
    keepNames: true,
    sourcemap: 'inline',
    sourcesContent: false,
    metafile: true,
  })
  refuseCommonJs(metafile)
  const imported = importsOf(metafile)
  const files = outputFiles
    .map(({ path, text }) => ({ name: basename(path), text }))
    .filter(({ name }) => name === 'index.cjs' || imported.has(`${folder}/${name}`))
    .map(({ name, text }) => toCommonJs(name, text, isOfLibraries(metafile, `${folder}/${name}`)))
  return (await Promise.all(files)).flat()
}

/** Files that another asks for: esbuild also writes those that only dropped code would have. */
function importsOf({ outputs }: Metafile): ReadonlySet<string> {
  return new Set(Object.values(outputs).flatMap(({ imports }) => imports.map(({ path }) => path)))
}

async function toCommonJs(
  name: string,
  text: string,
  withoutMap: boolean,
): Promise<readonly BundledFile[]> {
  const { code, map } = await transform(text, {
    ...OPTIONS,
    format: 'cjs',
    // Node's own would go the long way of ES modules.
    supported: { 'dynamic-import': false },
    sourcefile: name,
    sourcemap: withoutMap ? false : 'external',
    sourcesContent: false,
  })
  if (withoutMap) return [{ name, contents: Buffer.from(code) }]
  return [
    { name, contents: Buffer.from(`${code}//# sourceMappingURL=${name}.map\n`) },
    { name: `${name}.map`, contents: Buffer.from(map) },
  ]
}

function isOfLibraries({ outputs }: Metafile, path: string): boolean {
  return Object.keys(outputs[path]?.inputs ?? {}).every((input) => input.includes('node_modules/'))
}

/** Split off as an ES module it would lose the names of its exports, at run time only. */
function refuseCommonJs({ inputs }: Metafile): void {
  for (const [importer, { imports }] of Object.entries(inputs)) {
    for (const { kind, path } of imports) {
      if (kind === 'dynamic-import' && inputs[path]?.format === 'cjs') {
        throw new Error(
          `${importer} imports ${path} dynamically, which is CommonJS: import it statically in a ` +
            'module of its own, and that one dynamically.',
        )
      }
    }
  }
}
