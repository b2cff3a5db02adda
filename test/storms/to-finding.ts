/** Of the names of a finding so many are told. */
const TOLD_MAX = 5

/** A line that says what of these is not as it must be; none where there are none. */
export function toFinding(what: string, all: readonly unknown[]): string[] {
  if (all.length === 0) return []
  const told = all.slice(0, TOLD_MAX).join(', ')
  return [`${what}: ${all.length} (${told}${all.length > TOLD_MAX ? ', ...' : ''})`]
}
