import { settings } from './settings.ts'
import { stages } from './stages.ts'

/**
 * The table of README.md, from the declarations. `node infra/settings-table.ts` prints it anew.
 *
 * The last column names the stages that differ from the default.
 */
export function settingsTable(): string {
  const rows = Object.entries(settings).map(([name, setting]) => [
    `\`${name}\``,
    format(setting.default),
    setting.unit,
    setting.range,
    setting.meaning,
    differences(name),
  ])
  const header = ['Setting', 'Default', 'Unit', 'Accepted', 'Meaning', 'Stages']
  return [header, header.map(() => '---'), ...rows]
    .map((cells) => `| ${cells.join(' | ')} |`)
    .join('\n')
}

function differences(name: string): string {
  return Object.entries(stages)
    .flatMap(([stage, values]) =>
      Object.entries(values)
        .filter(([changed]) => changed === name)
        .map(([, value]) => `${stage}: ${format(value)}`),
    )
    .join(', ')
}

function format(value: string | number | boolean | undefined): string {
  return value === '' ? 'empty' : `\`${value}\``
}

if (import.meta.main) console.log(settingsTable())
