/**
 * What a model holds to, one sentence each: the conformance page lists them, and each has a test of
 * that name. A rule is either AWS's (`source`) or ours, where AWS does not say (`chosen`, with why).
 */
export interface Rule {
  /** Present tense, complete: "A batch closes before it would pass 6 MB." */
  readonly text: string
  /** AWS's page, or where the behaviour was seen. */
  readonly source?: string
  /** Why this, where AWS does not say. */
  readonly chosen?: string
}

/** Rules by name. Exported as `<subject>Rules` from the `rules.ts` of a model's folder. */
export function defineRules<Name extends string>(
  rules: Readonly<Record<Name, Rule>>,
): Readonly<Record<Name, Rule>> {
  return rules
}
