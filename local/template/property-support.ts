import type { TemplateValue } from './template.ts'

/**
 * What the local runtime does with a property of a resource. Each model declares its whole tree of
 * properties in this form; a property that is not in the tree stops the start with its name.
 */
export type PropertySupport =
  | { readonly kind: 'modelled'; readonly only?: readonly unknown[] }
  /** It changes nothing that a run on one machine could show. */
  | { readonly kind: 'no-local-meaning'; readonly reason: string }
  | {
      readonly kind: 'object'
      readonly properties: Readonly<Record<string, PropertySupport>>
      /** What AWS does not do without. */
      readonly required: readonly string[]
    }
  | {
      readonly kind: 'list'
      readonly entries: PropertySupport
      /** As many as AWS takes. */
      readonly atMost: number
    }
  | {
      readonly kind: 'checked'
      readonly support: PropertySupport
      /** What AWS would refuse in a value that is modelled, and what a user should know of it. */
      readonly judge: (value: TemplateValue) => Judgement
    }

export interface Judgement {
  /** One for each mistake: the start stops with all of them. */
  readonly mistakes?: readonly string[]
  /** Told at the start, as the rest of a sentence that begins with the logical id. */
  readonly notices?: readonly string[]
}

/** Modelled with everything in it, or for the values named only. */
export function modelled(...only: readonly unknown[]): PropertySupport {
  return only.length === 0 ? { kind: 'modelled' } : { kind: 'modelled', only }
}

export function noLocalMeaning(reason: string): PropertySupport {
  return { kind: 'no-local-meaning', reason }
}

export function objectOf(
  properties: Readonly<Record<string, PropertySupport>>,
  options: { readonly required?: readonly string[] } = {},
): PropertySupport {
  return { kind: 'object', properties, required: options.required ?? [] }
}

export function listOf(
  entries: PropertySupport,
  options: { readonly atMost?: number } = {},
): PropertySupport {
  return { kind: 'list', entries, atMost: options.atMost ?? Number.POSITIVE_INFINITY }
}

/** Supported as said, and judged when the rest of it is in order. */
export function checked(
  support: PropertySupport,
  judge: (value: TemplateValue) => Judgement,
): PropertySupport {
  return { kind: 'checked', support, judge }
}

/** Reasons that several resource types share. */
export const because = {
  tags: 'Tags only label.',
  encryption:
    'Data at rest is not encrypted locally. Whether its users may use the key is checked.',
  iam: 'It keeps other accounts and services out; there are none here.',
  logging: 'Logs go to files, all of them.',
  description: 'A description is for readers.',
} as const
