import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'

export const ROOT = join(import.meta.dirname, '..', '..')

export interface SourceFile {
  /** From the root, with forward slashes. */
  readonly path: string
  readonly text: string
  readonly lines: readonly string[]
}

/** Every file of the repository that git tracks or would add, but for fixtures and the lockfile. */
export function listFiles(): SourceFile[] {
  const listed = execFileSync('git', ['ls-files', '-co', '--exclude-standard'], {
    cwd: ROOT,
    encoding: 'utf8',
  })
  return listed
    .split('\n')
    .filter((path) => path !== '' && !path.startsWith('test/fixtures/'))
    .filter((path) => path !== 'package-lock.json')
    .map((path) => {
      const text = readFileSync(join(ROOT, path), 'utf8')
      return { path, text, lines: text.split('\n') }
    })
}

export function isTypeScript({ path }: SourceFile): boolean {
  return path.endsWith('.ts')
}

export function isTest({ path }: SourceFile): boolean {
  return path.endsWith('.test.ts') || path.startsWith('test/')
}

/** What a file imports: a path from the root for a file of ours, else the package's name as written. */
export function importsOf(file: SourceFile): string[] {
  const specifiers = [...file.text.matchAll(/(?:from|import)\s*\(?\s*'([^']+)'/g)]
  return specifiers.map(([, specifier = '']) =>
    specifier.startsWith('.') ? normalize(join(dirname(file.path), specifier)) : specifier,
  )
}
