/**
 * A decoded value that still knows its DynamoDB type, so that a schema can tell text from binary
 * and a list from a set. Only what JSON would conflate is wrapped; the rest is plain JavaScript.
 */
export type NativeValue =
  | string
  | number
  | boolean
  | null
  | ExactNumber
  | Binary
  | TextSet
  | NumberSet
  | BinarySet
  | NativeValue[]
  | NativeMap

/** A map or a whole image. Made by `createNativeMap`, so that no name is taken or inherited. */
export interface NativeMap {
  [name: string]: NativeValue
}

/** A number that no double holds: its digits, as DynamoDB gave them. */
export class ExactNumber {
  readonly digits: string
  constructor(digits: string) {
    this.digits = digits
  }
}

export class Binary {
  readonly base64: string
  constructor(base64: string) {
    this.base64 = base64
  }
}

/** Sorted by UTF-8 bytes. */
export class TextSet {
  readonly values: readonly string[]
  constructor(values: readonly string[]) {
    this.values = values
  }
}

/** Sorted by value. */
export class NumberSet {
  readonly values: readonly (number | ExactNumber)[]
  constructor(values: readonly (number | ExactNumber)[]) {
    this.values = values
  }
}

/** Sorted by bytes; each base64. */
export class BinarySet {
  readonly values: readonly string[]
  constructor(values: readonly string[]) {
    this.values = values
  }
}

/** Nothing is inherited through it, so `constructor` and `__proto__` are names like any other. */
const MAP_PROTOTYPE: object = Object.freeze(Object.create(null))

function EmptyMap() {}
EmptyMap.prototype = MAP_PROTOTYPE

export function createNativeMap(): NativeMap {
  return new (EmptyMap as unknown as new () => NativeMap)()
}

export function isNativeMap(value: unknown): value is NativeMap {
  return (
    typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === MAP_PROTOTYPE
  )
}
