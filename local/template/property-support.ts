/**
 * What the local runtime does with a property of a resource. Each model declares its whole tree of
 * properties in this form; a property that is not in the tree stops the start with its name.
 */
export type PropertySupport =
  | { readonly kind: 'modelled'; readonly only?: readonly unknown[] }
  /** List one: it changes nothing that a run on one machine could show. */
  | { readonly kind: 'no-local-meaning'; readonly reason: string }
  /** List two: it acts only when something fails; a run that gets there stops with its name. */
  | { readonly kind: 'acts-on-failure'; readonly reason: string }
  | {
      readonly kind: 'object'
      readonly properties: Readonly<Record<string, PropertySupport>>
      /** What AWS does not do without. */
      readonly required: readonly string[]
    }
  | { readonly kind: 'list'; readonly entries: PropertySupport }

/** Modelled with everything in it, or for the values named only. */
export function modelled(...only: readonly unknown[]): PropertySupport {
  return only.length === 0 ? { kind: 'modelled' } : { kind: 'modelled', only }
}

export function noLocalMeaning(reason: string): PropertySupport {
  return { kind: 'no-local-meaning', reason }
}

export function actsOnFailure(reason: string): PropertySupport {
  return { kind: 'acts-on-failure', reason }
}

export function objectOf(
  properties: Readonly<Record<string, PropertySupport>>,
  options: { readonly required?: readonly string[] } = {},
): PropertySupport {
  return { kind: 'object', properties, required: options.required ?? [] }
}

export function listOf(entries: PropertySupport): PropertySupport {
  return { kind: 'list', entries }
}

/** Reasons that several resource types share. */
export const because = {
  tags: 'Tags only label.',
  encryption: 'Data at rest is not encrypted locally.',
  iam: 'Who may call whom is not checked locally: every call is allowed.',
  logging: 'Logs go to files, all of them.',
  description: 'A description is for readers.',
} as const
