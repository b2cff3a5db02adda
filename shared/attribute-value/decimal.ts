/**
 * Decimal text without loss. DynamoDB numbers carry up to 38 digits, a double about 16.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/HowItWorks.NamingRulesDataTypes.html
 */
const DECIMAL = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d{1,3}))?$/

/**
 * The one spelling of a number that DynamoDB itself uses: plain digits, no exponent, no needless
 * zeros, no negative zero. Undefined when the text is no decimal number.
 */
export function toCanonicalDecimal(text: string): string | undefined {
  const match = DECIMAL.exec(text)
  if (match === null) return undefined
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = match
  const digits = whole + fraction
  if (digits === '') return undefined

  const point = whole.length + Number(exponent)
  const padded = point > 0 ? digits.padEnd(point, '0') : '0'.repeat(1 - point) + digits
  const split = Math.max(point, 1)
  const left = padded.slice(0, split).replace(/^0+(?=\d)/, '')
  const right = padded.slice(split).replace(/0+$/, '')
  const value = right === '' ? left : `${left}.${right}`
  return sign === '-' && value !== '0' ? `-${value}` : value
}

/**
 * The JavaScript number that denotes the same value: the shortest decimal that JavaScript prints
 * for it is equal, and a whole number lies within 2^53 - 1. Undefined when there is none.
 */
export function toExactNumber(text: string): number | undefined {
  const value = Number(text)
  if (!Number.isFinite(value)) return undefined
  if (Number.isInteger(value) && !Number.isSafeInteger(value)) return undefined
  const printed = String(value)
  if (printed === text) return value
  // `+ 0` turns a negative zero into zero.
  return toCanonicalDecimal(printed) === toCanonicalDecimal(text) ? value + 0 : undefined
}

/** Orders two decimal texts by value, to the last digit. */
export function compareDecimals(a: string, b: string): number {
  const difference = Number(a) - Number(b)
  // Rounding never turns an order around, so only equal doubles need the digits.
  if (difference !== 0) return difference
  const [scaledA, scaledB] = toSameScale(a, b)
  if (scaledA === scaledB) return 0
  return scaledA < scaledB ? -1 : 1
}

function toSameScale(a: string, b: string): [bigint, bigint] {
  const [wholeA = '0', fractionA = ''] = (toCanonicalDecimal(a) ?? '0').split('.')
  const [wholeB = '0', fractionB = ''] = (toCanonicalDecimal(b) ?? '0').split('.')
  const scale = Math.max(fractionA.length, fractionB.length)
  return [
    BigInt(wholeA + fractionA.padEnd(scale, '0')),
    BigInt(wholeB + fractionB.padEnd(scale, '0')),
  ]
}
