import { randomBytes } from 'node:crypto'

/**
 * A name that no other test uses: the engines are shared, and one that runs already is not empty. It never
 * ends in digits alone, as the names do that are made of an index's.
 */
export function uniqueName(prefix: string): string {
  return `${prefix}-n${randomBytes(4).toString('hex')}`
}
