/** Control characters, and those that turn the direction of what follows: a terminal obeys them. */
const OBEYED = /[\p{Cc}\u2028-\u202e\u2066-\u2069]/gu

/** Text of others as a terminal may show it: ids and codes are what somebody wrote into a table or a queue. */
export function printable(text: string): string {
  return text.replaceAll(
    OBEYED,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}
