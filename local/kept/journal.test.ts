import { spawnSync } from 'node:child_process'
import { appendFileSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { COMPACT_BYTES_MIN, type Journal, openJournal } from './journal.ts'

let folder: string
let path: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tailrace-journal-'))
  path = join(folder, 'a.journal')
})
afterEach(() => rmSync(folder, { recursive: true }))

/** As the next process finds it: the one before was killed, so its journal was not closed. */
function reopened(): string[] {
  const journal = openJournal(path)
  const texts = textsLeft(journal)
  journal.close()
  return texts
}

function textsLeft(journal: Journal): string[] {
  return [...journal.left()].map(({ text }) => text)
}

describe('a journal', () => {
  it('gives the next process what is not done, in its order', () => {
    const journal = openJournal(path)
    const [first] = ['one', 'two\n', '"thrée"\\', ''].map(journal.add)

    journal.done(first ?? 0)

    expect(textsLeft(journal)).toEqual([])
    expect(reopened()).toEqual(['two\n', '"thrée"\\', ''])
    expect(reopened()).toHaveLength(3)
  })

  it('has a text on disk before it says so', () => {
    const journal = openJournal(path)

    journal.add('taken on')

    expect(readFileSync(path, 'utf8')).toBe('1 "taken on"\n')
  })

  it('hands out entries that are then done as any other', () => {
    openJournal(path).add('one')
    const next = openJournal(path)
    for (const { entry } of next.left()) next.done(entry)
    next.add('two')

    expect(reopened()).toEqual(['two'])
  })

  it.each(['2', '2 ', '2 "tw', '2 "two"'])('ignores a last line that is torn: %s', (torn) => {
    openJournal(path).add('one')
    appendFileSync(path, torn)
    const next = openJournal(path)
    next.add('three')

    expect(textsLeft(next)).toEqual(['one'])
    expect(reopened()).toEqual(['one', 'three'])
  })

  it('refuses a file that is none, by its name', () => {
    writeFileSync(path, '1 "one"\n{"not":"one"}\n')

    expect(() => openJournal(path)).toThrow(`${path} is no journal: see its byte 8`)
  })

  it('is for its owner alone to read', () => {
    openJournal(path)

    expect(statSync(path).mode & 0o777).toBe(0o600)
  })

  it('does not grow with what is done, and loses nothing by that', () => {
    const journal = openJournal(path)
    const text = 'x'.repeat(1_000)
    journal.add('stays')
    for (let count = 0; count < 5_000; count++) journal.done(journal.add(text))

    expect(statSync(path).size).toBeLessThan(COMPACT_BYTES_MIN + 2 * text.length)
    journal.add('later')
    expect(reopened()).toEqual(['stays', 'later'])
  })

  it('takes no mark after it was closed: what is done then is done again', () => {
    const journal = openJournal(path)
    const entry = journal.add('one')
    journal.close()

    journal.done(entry)

    expect(reopened()).toEqual(['one'])
  })

  it('has not taken on what a full disk cuts off, and goes on when there is room', () => {
    // A limit on files is a disk that is full after one block; its signal would end the process.
    const program = `
      process.on('SIGXFSZ', () => undefined)
      const { openJournal } = await import(${JSON.stringify(join(import.meta.dirname, 'journal.ts'))})
      const journal = openJournal(${JSON.stringify(path)})
      const text = 'x'.repeat(90)
      let taken = 0
      try { for (;;) { journal.add(text); taken++ } } catch { console.log(taken) }
      journal.add('y')`
    const limited = ['-c', 'ulimit -f 2; exec "$0" "$@"', process.execPath]
    const node = ['--input-type=module', '--eval', program]

    const { stdout, stderr } = spawnSync('/bin/bash', [...limited, ...node], { encoding: 'utf8' })

    const taken = Number(stdout)
    expect(taken, stderr).toBeGreaterThan(5)
    expect(reopened()).toEqual([...Array<string>(taken).fill('x'.repeat(90)), 'y'])
  })

  it('property: whatever is taken on and done, and wherever the file is cut, nothing whole is lost', () => {
    const steps = fc.array(fc.oneof(fc.string({ unit: 'binary' }), fc.nat(20)), { maxLength: 40 })
    fc.assert(
      fc.property(steps, fc.nat(), (all, cut) => {
        rmSync(path, { force: true })
        const journal = openJournal(path)
        const taken: number[] = []
        /** What is left when the file ends there. */
        const states = [{ size: 0, left: [] as string[] }]
        const left = new Map<number, string>()
        for (const step of all) {
          if (typeof step === 'string') {
            const entry = journal.add(step)
            taken.push(entry)
            left.set(entry, step)
          } else {
            journal.done(taken[step] ?? 0)
            left.delete(taken[step] ?? 0)
          }
          states.push({ size: statSync(path).size, left: [...left.values()] })
        }
        journal.close()

        const bytes = readFileSync(path)
        const kept = cut % (bytes.length + 1)
        writeFileSync(path, bytes.subarray(0, kept))

        expect(reopened()).toEqual(states.findLast(({ size }) => size <= kept)?.left)
      }),
    )
  })
})
