import {
  Binary,
  BinarySet,
  ExactNumber,
  type NativeMap,
  type NativeValue,
  NumberSet,
  TextSet,
} from './native-value.ts'

/** Any value that JSON can carry. A DynamoDB number is a JSON number where that loses nothing, else its digits as text. */
export type Json = string | number | boolean | null | Json[] | { [name: string]: Json }

/** The JSON of a decoded value: an exact number is its digits, binary is base64, a set is a sorted array. */
export function toJson(value: NativeValue): Json {
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map(toJson)
  if (value instanceof ExactNumber) return value.digits
  if (value instanceof Binary) return value.base64
  if (value instanceof TextSet || value instanceof BinarySet) return [...value.values]
  if (value instanceof NumberSet) return value.values.map(toJson)
  return toJsonObject(value)
}

function toJsonObject(map: NativeMap): { [name: string]: Json } {
  const object: { [name: string]: Json } = {}
  for (const name of Object.keys(map)) {
    const value = map[name]
    if (value !== undefined) setProperty(object, name, toJson(value))
  }
  return object
}

/** Sets a property of a plain object whatever its name: assigning `__proto__` would set the prototype instead. */
export function setProperty(object: { [name: string]: Json }, name: string, value: Json): void {
  if (name === '__proto__') {
    Object.defineProperty(object, name, {
      value,
      enumerable: true,
      configurable: true,
      writable: true,
    })
  } else {
    object[name] = value
  }
}
