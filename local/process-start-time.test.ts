import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { isOtherStart, processStartTime } from './process-start-time.ts'

const { pid } = process

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tailrace-start-time-'))
})
afterEach(async () => {
  vi.unstubAllEnvs()
  await rm(folder, { recursive: true })
})

describe('processStartTime', () => {
  it('is the same whenever it is asked, and another for another process', async () => {
    const started = await processStartTime(pid)

    expect(started).toBeDefined()
    expect(await processStartTime(pid)).toBe(started)
    expect(await processStartTime(1)).not.toBe(started)
  })

  it('needs no ps where there is /proc, whatever the program calls itself', async () => {
    vi.stubEnv('PATH', folder)
    await mkdir(join(folder, '7'))
    const fields = ['S', ...Array.from({ length: 18 }, (_, place) => place), 4_711, 0, 0]
    await writeFile(join(folder, '7', 'stat'), `7 (node) R (x) ${fields.join(' ')}\n`)

    expect(await processStartTime(7, folder)).toBe('4711 ticks')
  })

  it('is told by ps elsewhere', async () => {
    expect(await processStartTime(pid, folder)).toMatch(/\d\d:\d\d:\d\d 20\d\d$/)
  })

  it('is not known without both', async () => {
    vi.stubEnv('PATH', folder)

    expect(await processStartTime(pid, folder)).toBeUndefined()
  })
})

describe('isOtherStart', () => {
  const told = 'Sat Nov 21 09:00:00 2026'
  it.each([
    [told, told, false],
    [told, 'Sat Nov 21 09:00:01 2026', true],
    ['4711 ticks', '4712 ticks', true],
    ['4711 ticks', told, false],
    ['4711 ticks', undefined, false],
  ])('of %s and %s', (one, other, isOther) => {
    expect(isOtherStart(one, other)).toBe(isOther)
    expect(isOtherStart(other, one)).toBe(isOther)
  })
})
