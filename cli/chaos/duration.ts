const UNITS_MS = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const

const DURATION = /^(\d+(?:\.\d+)?)(ms|s|m|h|d)$/

/** Above, milliseconds are of no interest. */
const EXACT_MS_MAX = 10_000

/** `2s`, `500ms`, `15m`, or `0`. @returns whole milliseconds; undefined for any other text. */
export function readDuration(text: string): number | undefined {
  if (text === '0') return 0
  const [, number, unit] = DURATION.exec(text) ?? []
  if (number === undefined) return undefined
  return Math.round(Number(number) * UNITS_MS[unit as keyof typeof UNITS_MS])
}

/** A number that may be of seconds or of milliseconds: whoever types it means the one or the other. */
export function isWithoutUnit(text: string | undefined): boolean {
  return text !== undefined && text !== '0' && /^\d+(\.\d+)?$/.test(text)
}

/** `500 ms`, `2 s`, `15 min 2 s`, `3 h`, `2 days`: to the second, short ones to the millisecond. */
export function formatDuration(ms: number): string {
  if (ms <= EXACT_MS_MAX && ms % UNITS_MS.s !== 0) return `${ms} ms`
  if (ms < UNITS_MS.m) return `${Number((ms / UNITS_MS.s).toFixed(1))} s`
  let rest = Math.round(ms / UNITS_MS.s) * UNITS_MS.s
  const units = [
    ['days', UNITS_MS.d],
    ['h', UNITS_MS.h],
    ['min', UNITS_MS.m],
    ['s', UNITS_MS.s],
  ] as const
  const parts = units.flatMap(([name, unit]) => {
    const count = Math.floor(rest / unit)
    rest -= count * unit
    return count === 0 ? [] : [`${count} ${count === 1 && name === 'days' ? 'day' : name}`]
  })
  return parts.join(' ')
}
