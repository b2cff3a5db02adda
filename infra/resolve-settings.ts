import { ConfigError } from '../shared/errors/pipeline-error.ts'
import { settingRelations } from './setting-relations.ts'
import { type SettingName, type StageSettings, settings } from './settings.ts'
import { stages } from './stages.ts'

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

  const problems = [...wrong.map(({ problem }) => problem), ...broken.map(({ rule }) => rule)]
  if (problems.length > 0) {
    const list = problems.map((problem) => `\n- ${problem}`).join('')
    throw new ConfigError('settings.invalid', `Settings of stage ${stage} refused:${list}`)
  }
  return Object.freeze(resolved as StageSettings)
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
