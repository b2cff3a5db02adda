import type { SettingName, StageSettings } from './settings.ts'

/** What two or more settings, each good by itself, must not say together. */
export interface SettingRelation {
  /** The settings it looks at: it is judged only when each of them is sound by itself. */
  readonly between: readonly SettingName[]
  readonly rule: string
  holds(settings: StageSettings): boolean
}
