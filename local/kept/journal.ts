import { closeSync } from 'node:fs'
import { type Place, readAt, readIfThere, replaceFile, tellUnwritten, writeAt } from './files.ts'

/** A file with less than this is not worth writing anew. */
export const COMPACT_BYTES_MIN = 1024 * 1024

const NEWLINE = 10

/** What was taken on and is not done, in a file: it outlives the process that took it on. */
export interface Journal {
  /** What an earlier process took on and left undone, in its order. */
  left(): Iterable<{ readonly entry: number; readonly text: string }>
  /**
   * Takes a text on. When it returns, the text is with the system, and the death of this process
   * does not lose it.
   *
   * @returns the entry, for `done`.
   * @throws when it could not be written, as on a full disk; then it is not taken on.
   */
  add(text: string): number
  /** Never throws: an entry that could not be marked is done again by the next process; that is told. */
  done(entry: number): void
  close(): void
}

/**
 * Opens the journal in a file, or begins one. For the one process that owns the file.
 *
 * ```
 * 1 "a text"\n      taken on
 * 2 "another"\n
 * 1\n               done
 * 3 "cut o          torn: the process died while it wrote, and nobody was told that it is taken on
 * ```
 * Each line is written at once and not forced to the disk: it outlives the process, not the machine.
 * The file is written anew, without what is done, when it is opened and when that is more than half.
 *
 * @throws Error for a file that is no journal.
 */
export function openJournal(path: string): Journal {
  const saved = readIfThere(path)
  const found = findLeft(saved, path)
  let last = [...found.keys()].at(-1) ?? 0
  let { file, places, size } = replaceFile(path, found, ({ start, length }) =>
    saved.subarray(start, start + length),
  )
  let leftBytes = size
  let isClosed = false

  /** Where the last whole line ended: what an attempt that failed has left there is written over. */
  const append = (line: string): Place => {
    const place = writeAt(file, Buffer.from(line), size)
    size += place.length
    return place
  }
  const compact = () => {
    const old = file
    const anew = replaceFile(path, places, (place) => readAt(old, place))
    closeSync(old)
    ;({ file, places, size } = anew)
  }
  return {
    *left() {
      for (const entry of found.keys()) {
        const place = places.get(entry)
        if (place !== undefined) yield { entry, text: textOf(readAt(file, place)) }
      }
    },
    add(text) {
      const place = append(`${last + 1} ${JSON.stringify(text)}\n`)
      last += 1
      places.set(last, place)
      leftBytes += place.length
      return last
    },
    done(entry) {
      const place = places.get(entry)
      if (place === undefined || isClosed) return
      try {
        append(`${entry}\n`)
        places.delete(entry)
        leftBytes -= place.length
        if (size >= COMPACT_BYTES_MIN && 2 * leftBytes < size) compact()
      } catch (error) {
        tellUnwritten(path, error)
      }
    },
    close() {
      if (!isClosed) closeSync(file)
      isClosed = true
    },
  }
}

/** Where the lines stand of what is not done. A last line without its end is none. */
function findLeft(bytes: Buffer, path: string): Map<number, Place> {
  const left = new Map<number, Place>()
  for (let start = 0; ; ) {
    const end = bytes.indexOf(NEWLINE, start)
    if (end < 0) return left
    const line = bytes.subarray(start, end)
    const [, digits, text] = /^(\d+)( ".*")?$/s.exec(line.toString()) ?? []
    if (digits === undefined) throw new Error(`${path} is no journal: see its byte ${start}`)
    if (text === undefined) left.delete(Number(digits))
    else left.set(Number(digits), { start, length: end + 1 - start })
    start = end + 1
  }
}

function textOf(line: Buffer): string {
  const text = line.toString()
  return JSON.parse(text.slice(text.indexOf(' ') + 1))
}
