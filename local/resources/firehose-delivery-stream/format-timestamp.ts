/** Letters of Java's DateTimeFormatter that are modelled, each a number in UTC. */
const FIELDS: Readonly<Record<string, (date: Date) => number>> = {
  yyyy: (date) => date.getUTCFullYear(),
  MM: (date) => date.getUTCMonth() + 1,
  dd: (date) => date.getUTCDate(),
  HH: (date) => date.getUTCHours(),
  mm: (date) => date.getUTCMinutes(),
  ss: (date) => date.getUTCSeconds(),
}

/** A quoted literal, a run of one letter, or anything else as it is. */
const TOKEN = /'([^']*)'|([A-Za-z])\2*|[^A-Za-z']+/g

/**
 * A time in UTC by a pattern of Java's DateTimeFormatter, which is what prefixes of Firehose hold.
 * https://docs.aws.amazon.com/firehose/latest/dev/s3-prefixes.html
 *
 * @throws Error for letters that are not modelled.
 */
export function formatTimestamp(pattern: string, timeMs: number): string {
  const date = new Date(timeMs)
  return pattern.replaceAll(TOKEN, (token: string, quoted?: string, letter?: string) => {
    if (quoted !== undefined) return quoted === '' ? "'" : quoted
    if (letter === undefined) return token
    const field = Object.hasOwn(FIELDS, token) ? FIELDS[token] : undefined
    if (field === undefined) throw new Error(`the letters ${token} of a timestamp are not modelled`)
    return String(field(date)).padStart(token.length, '0')
  })
}
