/** Up to nanoseconds and offsets up to 18 hours: what both RFC 3339 and OpenSearch's date type read. */
const DATE_TIME =
  /^(\d{4})-(\d\d)-(\d\d)T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{1,9})?(?:Z|[+-](?:(?:0\d|1[0-7]):[0-5]\d|18:00))$/

/**
 * Whether a value is text that names a moment that exists: `2026-02-30T00:00:00Z` does not.
 * https://www.rfc-editor.org/rfc/rfc3339#section-5.6
 */
export function isDateTime(value: unknown): boolean {
  if (typeof value !== 'string') return false
  const [, year, month, day] = DATE_TIME.exec(value) ?? []
  if (year === undefined) return false
  return Number(day) >= 1 && Number(day) <= daysOf(Number(year), Number(month))
}

function daysOf(year: number, month: number): number {
  const isLeapYear = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
  const days = [31, isLeapYear ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
  return days[month - 1] ?? 0
}
