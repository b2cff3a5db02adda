import { isRecord } from '../../shared/json/is-record.ts'

const HIDDEN = '<hidden>'

/**
 * A value without what a definition names as personal data, for a terminal. Also where an item lies
 * in a list or a map: who fills the cache chooses the shape.
 *
 * @param paths as the definition writes them: through a list they name the elements' attribute.
 */
export function hidePersonalData(value: unknown, paths: readonly string[]): unknown {
  return hideBelow(value, paths, paths)
}

/** @param paths what is left of the paths at this place; `whole` begin anew at every object. */
function hideBelow(value: unknown, paths: readonly string[], whole: readonly string[]): unknown {
  if (Array.isArray(value)) return value.map((element) => hideBelow(element, paths, whole))
  if (!isRecord(value)) return value
  const open = [...paths, ...whole]
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => {
      if (open.includes(name)) return [name, HIDDEN]
      const below = open
        .filter((path) => path.startsWith(`${name}.`))
        .map((path) => path.slice(name.length + 1))
      return [name, hideBelow(member, below, whole)]
    }),
  )
}
