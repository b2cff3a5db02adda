/**
 * Text compared without case, as AWS does: each UTF-16 unit of the pattern stands for its lower or
 * its upper form (`ß` for `ß` or `SS`); the text itself is not folded.
 */
export interface FoldedText {
  equals(text: string): boolean
  startsWith(text: string): boolean
  endsWith(text: string): boolean
}

export function foldText(pattern: string): FoldedText {
  const units = pattern.split('').map((unit) => [unit.toLowerCase(), unit.toUpperCase()])
  return {
    equals: (text) => ends(text, 0, units).has(text.length),
    startsWith: (text) => ends(text, 0, units).size > 0,
    endsWith: (text) => {
      for (let start = text.length; start >= 0; start--) {
        if (ends(text, start, units).has(text.length)) return true
      }
      return false
    },
  }
}

/** Where in the text the pattern can end when it begins at `start`. */
function ends(
  text: string,
  start: number,
  units: readonly (readonly string[])[],
): ReadonlySet<number> {
  let reached = new Set([start])
  for (const forms of units) {
    const next = new Set<number>()
    for (const at of reached) {
      for (const form of forms) if (text.startsWith(form, at)) next.add(at + form.length)
    }
    reached = next
  }
  return reached
}
