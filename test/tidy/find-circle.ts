/** @returns a way from a file back to itself, by what files import; undefined where there is none. */
export function findCircle(
  imports: ReadonlyMap<string, readonly string[]>,
): readonly string[] | undefined {
  const cleared = new Set<string>()
  const search = (path: string, way: readonly string[]): readonly string[] | undefined => {
    if (way.includes(path)) return [...way.slice(way.indexOf(path)), path]
    if (cleared.has(path)) return undefined
    for (const imported of imports.get(path) ?? []) {
      const circle = search(imported, [...way, path])
      if (circle !== undefined) return circle
    }
    cleared.add(path)
    return undefined
  }
  for (const path of imports.keys()) {
    const circle = search(path, [])
    if (circle !== undefined) return circle
  }
  return undefined
}
