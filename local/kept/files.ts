import { closeSync, openSync, readFileSync, readSync, renameSync, writeSync } from 'node:fs'
import { messageOf } from '../message-of.ts'

/** Where something stands in a file, in bytes. */
export interface Place {
  readonly start: number
  readonly length: number
}

/** @returns what a file holds; nothing when there is none. */
export function readIfThere(path: string): Buffer {
  try {
    return readFileSync(path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return Buffer.alloc(0)
    throw error
  }
}

/** Writes all of it. @throws when a part was not written, as on a full disk. */
export function writeAt(file: number, bytes: Uint8Array, start: number): Place {
  for (let written = 0; written < bytes.length; ) {
    written += writeSync(file, bytes, written, bytes.length - written, start + written)
  }
  return { start, length: bytes.length }
}

/** Reads all of it. @throws Error when the file ends before. */
export function readAt(file: number, { start, length }: Place): Buffer {
  const bytes = Buffer.alloc(length)
  for (let read = 0; read < length; ) {
    const count = readSync(file, bytes, read, length - read, start + read)
    if (count === 0) throw new Error(`a file ends at byte ${start + read}, within a line`)
    read += count
  }
  return bytes
}

/**
 * Puts a file with these parts, one after another, in the place of what is there. Who dies meanwhile
 * leaves the one or the other, never a half.
 *
 * Only its owner reads it: it may hold what nobody else is to see.
 *
 * @returns the file, open, and where the parts are in it.
 */
export function replaceFile<Key>(
  path: string,
  parts: ReadonlyMap<Key, Place>,
  read: (place: Place) => Uint8Array,
): { file: number; places: Map<Key, Place>; size: number } {
  const file = openSync(`${path}.new`, 'w+', 0o600)
  const places = new Map<Key, Place>()
  let size = 0
  try {
    for (const [key, part] of parts) {
      const place = writeAt(file, read(part), size)
      places.set(key, place)
      size += place.length
    }
    renameSync(`${path}.new`, path)
    return { file, places, size }
  } catch (error) {
    closeSync(file)
    throw error
  }
}

/** Says that what was done could not be noted, as on a full disk: the next process does it again. */
export function tellUnwritten(path: string, error: unknown): void {
  process.emitWarning(`${path} cannot be written, so work will be done again: ${messageOf(error)}`)
}
