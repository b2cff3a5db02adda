const UNITS_MS = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const

const DURATION = /^(\d+(?:\.\d+)?)(ms|s|m|h|d)?$/

/** `2s`, `500ms`, `15m`, or a number of milliseconds. @returns milliseconds; undefined for any other text. */
export function readDuration(text: string): number | undefined {
  const [, number, unit = 'ms'] = DURATION.exec(text) ?? []
  if (number === undefined) return undefined
  return Number(number) * UNITS_MS[unit as keyof typeof UNITS_MS]
}

/** `500 ms`, `2 s`, `15 min`, `3 h`, `2 days`: exactly, in the largest unit that goes. */
export function formatDuration(ms: number): string {
  const units = [
    ['days', UNITS_MS.d],
    ['h', UNITS_MS.h],
    ['min', UNITS_MS.m],
    ['s', UNITS_MS.s],
  ] as const
  const found = units.find(([, unit]) => ms >= unit && ms % unit === 0)
  if (found === undefined) return ms > 10_000 ? `${ms / 1_000} s` : `${ms} ms`
  const [name, unit] = found
  return ms / unit === 1 && name === 'days' ? '1 day' : `${ms / unit} ${name}`
}
