/** Letters of a word that may be wrong, of each so many, for another to be what was meant. */
const LETTERS_PER_MISTAKE = 3

/**
 * The candidate that somebody who typed `word` most likely meant: one that begins with it, or else
 * the one of the fewest mistakes, at most one in three letters.
 */
export function nearestWord(word: string, candidates: readonly string[]): string | undefined {
  const begun = word.length > 1 ? candidates.filter((one) => one.startsWith(word)) : []
  if (begun.length === 1) return begun[0]
  const mistakesMax = Math.max(1, Math.floor(word.length / LETTERS_PER_MISTAKE))
  const [nearest] = candidates
    .map((candidate) => ({ candidate, mistakes: mistakesBetween(word, candidate) }))
    .filter(({ mistakes }) => mistakes <= mistakesMax)
    .sort((one, other) => one.mistakes - other.mistakes)
  return nearest?.candidate
}

/** Letters to add, drop or replace, and neighbours to swap. */
function mistakesBetween(one: string, other: string): number {
  const rows: number[][] = [Array.from({ length: other.length + 1 }, (_, column) => column)]
  for (let row = 1; row <= one.length; row++) {
    const line = [row]
    for (let column = 1; column <= other.length; column++) {
      const isSame = one[row - 1] === other[column - 1]
      const isSwapped =
        row > 1 && one[row - 1] === other[column - 2] && one[row - 2] === other[column - 1]
      const at = (up: number, left: number) =>
        (up === 0 ? line : rows[row - up])?.[column - left] ?? Number.POSITIVE_INFINITY
      line.push(
        Math.min(
          at(1, 0) + 1,
          at(0, 1) + 1,
          at(1, 1) + (isSame ? 0 : 1),
          isSwapped ? at(2, 2) + 1 : Number.POSITIVE_INFINITY,
        ),
      )
    }
    rows.push(line)
  }
  return rows[one.length]?.[other.length] ?? 0
}
