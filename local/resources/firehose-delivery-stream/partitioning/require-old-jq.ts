/**
 * Functions that came after jq 1.6. Names that are also older functions with other arguments are not
 * among them. https://jqlang.org/changelog/
 */
const NEWER = [
  'abs',
  'have_decnum',
  'have_literal_numbers',
  'ltrim',
  'pick',
  'rtrim',
  'skip',
  'toarray',
  'trim',
  'trimstr',
] as const

/** Comments and texts go first, and what follows a dot, a dollar or stands before a colon is no function. */
const NO_CODE = /"(?:[^"\\]|\\.)*"|#.*$/gm

/** @throws Error for a query that the service, which has jq 1.6, would not run. */
export function requireOldJq(query: string): void {
  const code = query.replaceAll(NO_CODE, '""')
  const newer = NEWER.find((name) => new RegExp(`(?<![.$\\w])${name}(?!\\w|\\s*:)`).test(code))
  if (newer === undefined && !code.includes('@base32d')) return
  throw new Error(`jq 1.6, which Firehose has, lacks ${newer ?? '@base32d'}`)
}
