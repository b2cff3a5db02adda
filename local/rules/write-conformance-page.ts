import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { models } from '../resources/find-model.ts'
import { conformancePage } from './conformance-page.ts'
import { findProofs } from './find-proofs.ts'
import { readRules } from './read-rules.ts'

const ROOT = join(import.meta.dirname, '..', '..')

/** Where the page stands, from the root. */
export const PAGE = 'docs/local-runtime.md'

/** The page as the models, their rules and the tests have it now. */
export async function printConformancePage(): Promise<string> {
  const [sets, proofsOf] = await Promise.all([readRules(ROOT), findProofs(ROOT)])
  return `${conformancePage({ sets, proofsOf, models })}\n`
}

if (import.meta.main) await writeFile(join(ROOT, PAGE), await printConformancePage())
