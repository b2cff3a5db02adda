import { randomInt } from 'node:crypto'
import { isRecord } from '../../../shared/json/is-record.ts'
import type { TemplateObject } from '../../template/template.ts'

/**
 * Character classes and defaults of GetRandomPassword.
 * https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_GetRandomPassword.html
 */
const CLASSES = [
  { exclude: 'ExcludeLowercase', characters: 'abcdefghijklmnopqrstuvwxyz' },
  { exclude: 'ExcludeUppercase', characters: 'ABCDEFGHIJKLMNOPQRSTUVWXYZ' },
  { exclude: 'ExcludeNumbers', characters: '0123456789' },
  { exclude: 'ExcludePunctuation', characters: '!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~' },
] as const
const LENGTH_DEFAULT = 32
const LENGTH_MAX = 4096

/** A secret text as `GenerateSecretString` describes it, at random. */
export function generateSecret(settings: TemplateObject): string {
  const password = generatePassword(settings)
  if (settings.SecretStringTemplate === undefined) return password
  const template: unknown = JSON.parse(String(settings.SecretStringTemplate))
  if (!isRecord(template)) throw new Error('SecretStringTemplate must be a JSON object')
  return JSON.stringify({ ...template, [String(settings.GenerateStringKey)]: password })
}

function generatePassword(settings: TemplateObject): string {
  const length = Number(settings.PasswordLength ?? LENGTH_DEFAULT)
  const excluded = new Set(String(settings.ExcludeCharacters ?? ''))
  const classes = CLASSES.filter(({ exclude }) => String(settings[exclude]) !== 'true')
    .map(({ characters }) => [...characters].filter((character) => !excluded.has(character)))
    .filter((characters) => characters.length > 0)
  if (length < classes.length || length > LENGTH_MAX || classes.length === 0) {
    throw new Error(`no password of ${length} characters can be made from what is not excluded`)
  }

  const alphabet = classes.flat()
  const eachClass = String(settings.RequireEachIncludedType ?? 'true') === 'true' ? classes : []
  const required = eachClass.map((characters) => pick(characters))
  const others = Array.from({ length: length - required.length }, () => pick(alphabet))
  return shuffle([...required, ...others]).join('')
}

function pick(characters: readonly string[]): string {
  return characters[randomInt(characters.length)] ?? ''
}

function shuffle(characters: readonly string[]): string[] {
  const shuffled = [...characters]
  for (let last = shuffled.length - 1; last > 0; last--) {
    const other = randomInt(last + 1)
    const moved = shuffled[last] ?? ''
    shuffled[last] = shuffled[other] ?? ''
    shuffled[other] = moved
  }
  return shuffled
}
