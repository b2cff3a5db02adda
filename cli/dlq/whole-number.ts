import { InputError } from '../command.ts'

/** @throws InputError unless the text is a whole number from `min` to `max`. */
export function requireWholeNumber(
  flag: string,
  text: string,
  { min, max }: { readonly min: number; readonly max: number },
): number {
  const number = Number(text)
  if (text.trim() !== '' && Number.isInteger(number) && number >= min && number <= max)
    return number
  throw new InputError(`--${flag} is "${text}", and is a whole number from ${min} to ${max}.`)
}
