import type { AttributeEntries } from '../../shared/entity/attribute.ts'
import { membersOf } from '../../shared/entity/attribute-place.ts'

/** The names that an item or a map declares, each with those below it; null where all is kept whole. */
export type DeclaredNames = ReadonlyMap<string, DeclaredNames | null>

const known = new WeakMap<AttributeEntries, DeclaredNames>()

/** Remembered by schema, which never changes: to look into it for every name was a twelfth of the projector's CPU. */
export function declaredNames(entries: AttributeEntries): DeclaredNames {
  const names = known.get(entries)
  if (names !== undefined) return names
  const read = readNames(entries)
  known.set(entries, read)
  return read
}

function readNames(entries: AttributeEntries): DeclaredNames {
  return new Map(
    Object.entries(entries).map(([name, attribute]) => {
      const members = membersOf(attribute)
      return [name, members === undefined ? null : readNames(members)]
    }),
  )
}
