import { UNIT_MS } from './limits.ts'

const RATE = /^rate\((\d+) (minute|hour|day)(s?)\)$/

/**
 * Reads `rate(1 day)` or `rate(5 minutes)` as milliseconds.
 *
 * @throws Error for any other expression, a rate of 0, and a unit in the wrong number.
 */
export function parseRate(expression: string): number {
  const [, digits = '', unit = '', plural = ''] = RATE.exec(expression) ?? []
  const count = Number(digits)
  if (count < 1 || (count === 1) !== (plural === '')) {
    throw new Error(
      `ScheduleExpression is modelled for rate(<n> days) and the like, not for ${expression}`,
    )
  }
  return count * UNIT_MS[unit as keyof typeof UNIT_MS]
}
