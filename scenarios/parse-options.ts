import { type ParseArgsOptionsConfig, parseArgs } from 'node:util'
import { InputError } from '../cli/command.ts'
import { nearestWord } from '../local/nearest-word.ts'

/** @throws InputError for a flag that the scenario has not, and for a word too many. */
export function parseOptions<Options extends ParseArgsOptionsConfig>(
  args: readonly string[],
  options: Options,
  scenario: string,
) {
  try {
    return parseArgs({ args: [...args], options })
  } catch (error) {
    const [sentence = ''] = String((error as Error).message).split(/\.\s/)
    const typed = /^Unknown option '--([^']+)'/.exec(sentence)?.[1]
    const nearest = typed && nearestWord(typed, Object.keys(options))
    const meant = nearest ? `; there is --${nearest}` : ''
    const help = `npm run scenario ${scenario} -- --help`
    throw new InputError(`${sentence.replace(/\.$/, '')}${meant}: see ${help}.`)
  }
}

/** @throws InputError for what is no whole number in the range. */
export function wholeNumber(
  value: string | undefined,
  options: {
    readonly flag: string
    readonly fallback: number
    readonly min: number
    readonly max: number
  },
): number {
  const { flag, fallback, min, max } = options
  if (value === undefined) return fallback
  const number = Number(value)
  if (/^\d+$/.test(value) && number >= min && number <= max) return number
  throw new InputError(`${flag} is "${value}", and must be a whole number from ${min} to ${max}.`)
}
