import {
  Binary,
  BinarySet,
  ExactNumber,
  isNativeMap,
  type NativeValue,
  NumberSet,
  TextSet,
} from './native-value.ts'

/** Whether two decoded values are equal in type and value; the order of a map's names does not count. */
export function isSameValue(a: NativeValue | undefined, b: NativeValue | undefined): boolean {
  if (a === b) return true
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false
  if (Array.isArray(a)) return Array.isArray(b) && areSameValues(a, b)
  if (a instanceof ExactNumber) return b instanceof ExactNumber && a.digits === b.digits
  if (a instanceof Binary) return b instanceof Binary && a.base64 === b.base64
  if (a instanceof TextSet) return b instanceof TextSet && areSameValues(a.values, b.values)
  if (a instanceof NumberSet) return b instanceof NumberSet && areSameValues(a.values, b.values)
  if (a instanceof BinarySet) return b instanceof BinarySet && areSameValues(a.values, b.values)
  if (!isNativeMap(a) || !isNativeMap(b)) return false
  const names = Object.keys(a)
  return (
    names.length === Object.keys(b).length &&
    names.every((name) => name in b && isSameValue(a[name], b[name]))
  )
}

function areSameValues(a: readonly NativeValue[], b: readonly NativeValue[]): boolean {
  return a.length === b.length && a.every((value, index) => isSameValue(value, b[index]))
}
