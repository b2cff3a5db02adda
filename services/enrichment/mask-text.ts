/** Code points of a masked text that stay readable. */
const KEPT_CODE_POINTS = 2

/** Keeps the first two code points and puts `*` for each other; a text of two or fewer is hidden whole. */
export function maskText(text: string): string {
  const points = Array.from(text)
  if (points.length <= KEPT_CODE_POINTS) return '*'.repeat(points.length)
  const kept = points.slice(0, KEPT_CODE_POINTS).join('')
  return kept + '*'.repeat(points.length - KEPT_CODE_POINTS)
}
