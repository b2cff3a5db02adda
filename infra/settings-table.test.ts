import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { settingsTable } from './settings-table.ts'

describe('settingsTable', () => {
  it('stands in README.md as it is', () => {
    const readme = readFileSync(join(import.meta.dirname, 'README.md'), 'utf8')

    const table = readme.split('\n').filter((line) => line.startsWith('| '))
    expect(table.slice(-settingsTable().split('\n').length).join('\n')).toBe(settingsTable())
  })
})
