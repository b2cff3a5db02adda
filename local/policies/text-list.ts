/** One text or a list of them, as all of a statement's members may be written. */
export function textList(value: unknown, what: string): readonly string[] {
  const list: readonly unknown[] = Array.isArray(value) ? value : [value]
  const texts = list.filter((entry) => typeof entry === 'string')
  if (texts.length === 0 || texts.length < list.length) {
    throw new Error(`${what} must be a text or a list of texts`)
  }
  return texts
}
