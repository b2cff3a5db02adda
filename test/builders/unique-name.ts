import { randomBytes } from 'node:crypto'

/** A name that no other test uses: the engines are shared, and one that runs already is not empty. */
export function uniqueName(prefix: string): string {
  return `${prefix}-${randomBytes(4).toString('hex')}`
}
