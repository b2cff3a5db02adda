import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { describeSystemError } from './system-error.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tailrace-system-error-'))
})
afterEach(() => rm(folder, { recursive: true }))

describe('describeSystemError', () => {
  it.each([
    ['ENOSPC', 'There is no room on the disk for /data/x'],
    ['EDQUOT', 'There is no room on the disk for /data/x'],
    ['EACCES', 'This user may not write /data/x'],
    ['EROFS', 'The disk of /data/x is read-only'],
    ['EMFILE', 'too many open files'],
  ])('says what %s means', (code, sentence) => {
    expect(describeSystemError(systemError(code))).toContain(sentence)
  })

  it('names the file that is in the way of a folder, as the system tells it', async () => {
    const file = join(folder, 'state')
    await writeFile(file, '')

    const inTheWay = await mkdir(join(file, 'logs'), { recursive: true }).catch(describeSystemError)

    expect(inTheWay).toContain(`${join(file, 'logs')} is needed as a folder`)
  })

  it('finds it behind the error that it caused', () => {
    const outer = new Error('could not start', { cause: systemError('ENOSPC') })

    expect(describeSystemError(outer)).toContain('no room')
  })

  it.each([new Error('a bug'), systemError('ENOENT'), 'text'])('leaves %s to others', (error) => {
    expect(describeSystemError(error)).toBeUndefined()
  })
})

function systemError(code: string): Error {
  return Object.assign(new Error(code), { code, path: '/data/x' })
}
