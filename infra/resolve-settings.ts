import { ConfigError } from '../shared/errors/pipeline-error.ts'
import { checkSettings } from './check-settings.ts'
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

  const problems = Object.entries(resolved).flatMap(([name, value]) => problemsOf(name, value))
  // The relations between settings can only be judged when each of them is sound.
  if (problems.length === 0) problems.push(...checkSettings(resolved as StageSettings))

  if (problems.length > 0) {
    const list = problems.map((problem) => `\n- ${problem}`).join('')
    throw new ConfigError('settings.invalid', `Settings of stage ${stage} refused:${list}`)
  }
  return Object.freeze(resolved as StageSettings)
}

function problemsOf(name: string, value: unknown): string[] {
  if (!isSettingName(name)) return [`${name} is not a setting`]

  const setting = settings[name]
  if (value === undefined || value === null) return [`${name} is missing: ${setting.range}`]
  if (setting.accepts(value)) return []
  return [`${name} is ${JSON.stringify(value)}, accepted: ${setting.range} ${setting.unit}`.trim()]
}

function isSettingName(name: string): name is SettingName {
  return Object.hasOwn(settings, name)
}
