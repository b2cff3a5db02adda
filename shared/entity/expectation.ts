/** What the vocabulary has told its schemas to expect: known when the definitions are loaded. */
const expectations = new Set<string>()

/**
 * Marks what a schema expects, as a message that may be shown. A message of the schema library's
 * own, or of a check that someone added, may quote the value: it is not marked.
 */
export function toExpectation(text: string): string {
  expectations.add(text)
  return text
}

/** Whether a message says what the vocabulary expects, and so quotes no value. */
export function isExpectation(message: string): boolean {
  return expectations.has(message)
}
