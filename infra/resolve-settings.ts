import { ConfigError } from '../shared/errors/pipeline-error.ts'
import { settingRelations } from './setting-relations.ts'
import { type SettingName, type StageSettings, settings } from './settings.ts'
import { stages } from './stages.ts'

/** With the stack's own name and `-application` it makes the 40 characters that ElastiCache takes. */
const STAGE_LENGTH_MAX = 19

/**
 * The settings of a stage: defaults, then what the stage sets differently.
 *
 * @throws ConfigError `settings.invalid` that lists every unknown, missing and wrong setting, so
 *   that one failed deploy is enough to correct them all.
 */
export function resolveSettings(
  stage: string,
  overrides: Readonly<Record<string, unknown>> = stages[stage] ?? {},
): StageSettings {
  const defaults = Object.fromEntries(
    Object.entries(settings).map(([name, setting]) => [name, setting.default]),
  )
  const resolved: Record<string, unknown> = { ...defaults, ...overrides }

  const wrong = Object.entries(resolved).flatMap(([name, value]) => describeWrong(name, value))
  const wrongNames = new Set(wrong.map(({ name }) => name))
  const broken = settingRelations
    .filter(({ between }) => between.every((name) => !wrongNames.has(name)))
    .filter((relation) => !relation.holds(resolved as StageSettings))

  const problems = [
    ...(resolved.cacheEndpoint === '' ? describeWrongStage(stage) : []),
    ...wrong.map(({ problem }) => problem),
    ...broken.map(({ rule }) => rule),
  ]
  if (problems.length > 0) {
    const list = problems.map((problem) => `\n- ${problem}`).join('')
    throw new ConfigError('settings.invalid', `Settings of stage ${stage} refused:${list}`)
  }
  return Object.freeze(resolved as StageSettings)
}

/**
 * The stack's cache and its users are named after the stage, and ElastiCache keeps names in lower case:
 * https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_CreateServerlessCache.html
 */
function describeWrongStage(stage: string): string[] {
  const isName = /^[a-z0-9]+(-[a-z0-9]+)*$/.test(stage) && stage.length <= STAGE_LENGTH_MAX
  const accepted = `1 to ${STAGE_LENGTH_MAX} lower-case letters, digits and single hyphens`
  return isName ? [] : [`the stage is named ${stage}, accepted: ${accepted}`]
}

function describeWrong(name: string, value: unknown): { name: string; problem: string }[] {
  if (!isSettingName(name)) return [{ name, problem: `${name} is not a setting` }]

  const { range, unit, accepts } = settings[name]
  if (accepts(value)) return []
  const found = value === undefined || value === null ? 'missing' : JSON.stringify(value)
  return [{ name, problem: `${name} is ${found}, accepted: ${range} ${unit}`.trim() }]
}

function isSettingName(name: string): name is SettingName {
  return Object.hasOwn(settings, name)
}
