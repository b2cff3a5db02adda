import { describe, expect, it } from 'vitest'
import { findCircle } from './find-circle.ts'
import { importsOf, isTest, isTypeScript, listFiles, type SourceFile } from './source-files.ts'

/** Who may not import what, each with its reason and what to do instead. */
const RULES: readonly {
  readonly who: RegExp
  readonly except?: RegExp
  readonly what: RegExp
  readonly because: string
}[] = [
  {
    who: /^shared\//,
    what: /^(services|local|cli|infra|entities|scenarios)\//,
    because: 'shared code serves all of them: move what it needs into shared/, or pass it in',
  },
  {
    who: /^entities\//,
    what: /^(services|local|cli|infra|scenarios)\//,
    because: 'a definition says what an item is: what is done with it belongs to who reads it',
  },
  {
    who: /^services\//,
    what: /^(local|cli|infra|scenarios)\//,
    because: 'a deployed function knows nothing of where it runs: pass it in by its lambda.ts',
  },
  {
    who: /^(services|shared|entities)\//,
    except: /^shared\/adapters\/|\/lambda\.ts$/,
    what: /^((@aws-sdk|@smithy|@opensearch-project)\/|iovalkey$)/,
    because: 'SDK clients live in shared/adapters/: declare a port and let lambda.ts choose',
  },
  {
    who: /^services\/[^/]+\/(?!lambda\.ts$)/,
    what: /^shared\/adapters\//,
    because: 'only lambda.ts chooses adapters: take the port as an argument',
  },
  {
    who: /^cli\//,
    what: /^services\/[^/]+\/(handler|lambda)\.ts$/,
    because: 'commands call the core, never a handler',
  },
  {
    who: /^scenarios\//,
    what: /^(services|test|bench)\//,
    because:
      'a scenario plays what would be deployed: it starts the packaged stack, as a person does',
  },
  {
    who: /^(local|cli|infra|bench)\//,
    what: /^scenarios\//,
    because: 'a scenario shows the product and is no part of it: move what is needed out of it',
  },
]

describe('import rules', () => {
  const files = listFiles().filter(isTypeScript)
  const code = files.filter((file) => !isTest(file))

  it.each(RULES)('$who does not import $what: $because', ({ who, except, what }) => {
    const guarded = code.filter(({ path }) => who.test(path) && !except?.test(path))

    const broken = guarded.flatMap((file) => brokenImports(file, what))

    expect(broken).toEqual([])
  })

  it('services never import each other: what two need belongs into shared/', () => {
    const services = code.filter(({ path }) => path.startsWith('services/'))

    const broken = services.flatMap((file) => {
      const own = file.path.split('/').slice(0, 2).join('/')
      return brokenImports(file, new RegExp(`^services/(?!${own.slice('services/'.length)}/)`))
    })

    expect(broken).toEqual([])
  })

  it('no file imports itself by way of others: what both need belongs into a file below them', () => {
    const imports = new Map(code.map((file) => [file.path, importsOf(file)]))

    expect(findCircle(imports)?.join(' -> ')).toBeUndefined()
  })

  it('every file is reached from an entry point or a test', () => {
    const imported = new Set(files.flatMap(importsOf))
    const entryPoint =
      /(lambda|main|process|-main|fetch-all|bootstrap|index|vitest\.config|bundle-plugin|run-storms)\.ts$|^(bench|test\/setup)\/|^scenarios\/run\.ts$/

    const unreached = files
      .filter((file) => !file.path.endsWith('.test.ts') && !entryPoint.test(file.path))
      .filter(({ path }) => !imported.has(path) && !isNamedOutsideTypeScript(path))

    expect(unreached.map(({ path }) => path)).toEqual([])
  })
})

function brokenImports(file: SourceFile, what: RegExp): string[] {
  return importsOf(file)
    .filter((imported) => what.test(imported))
    .map((imported) => `${file.path} imports ${imported}`)
}

/** A file that a .cjs, .yml or package.json names. */
function isNamedOutsideTypeScript(path: string): boolean {
  const name = path.split('/').at(-1) ?? path
  return listFiles()
    .filter((file) => /\.(cjs|mjs|yml|json)$/.test(file.path))
    .some(({ text }) => text.includes(name))
}
