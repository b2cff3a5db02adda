import type { EntityDefinition } from './entity-definition.ts'
import type { ItemKey } from './item-key.ts'

/** Whether an item with this key is of the entity: every key pattern matches its text. */
export function matchesKey(definition: EntityDefinition, key: ItemKey): boolean {
  for (const name in definition.key) {
    if (!matchesPattern(definition.key[name] ?? '', key.texts[name] ?? '')) return false
  }
  return true
}

/** `*` stands for any text, none included; everything else for itself. Linear in the text. */
export function matchesPattern(pattern: string, text: string): boolean {
  const [first = '', ...rest] = pattern.split('*')
  const last = rest.pop()
  if (last === undefined) return text === pattern
  const end = text.length - last.length
  if (!text.startsWith(first) || !text.endsWith(last) || end < first.length) return false

  let from = first.length
  for (const part of rest) {
    const at = text.indexOf(part, from)
    if (at === -1 || at + part.length > end) return false
    from = at + part.length
  }
  return true
}
