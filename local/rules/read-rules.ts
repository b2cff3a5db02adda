import { globSync } from 'node:fs'
import { join } from 'node:path'
import type { Rule } from './rule.ts'

/** The rules of one model. */
export interface RuleSet {
  /** Its export: `pipeRules`. */
  readonly name: string
  /** From the root of the checkout. */
  readonly file: string
  readonly rules: Readonly<Record<string, Rule>>
}

/** The rules of every model: what each `rules.ts` of `local/` exports as `<subject>Rules`. */
export async function readRules(root: string): Promise<readonly RuleSet[]> {
  const files = globSync('local/**/rules.ts', { cwd: root })
  const sets = await Promise.all(
    files.map(async (file) => {
      const exported = (await import(join(root, file))) as Record<string, RuleSet['rules']>
      return Object.entries(exported)
        .filter(([name]) => name.endsWith('Rules'))
        .map(([name, rules]) => ({ name, file, rules }))
    }),
  )
  return sets.flat().sort((one, other) => (one.name < other.name ? -1 : 1))
}
