import { open, readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { PAYLOAD_WORDS } from './to-item.ts'

/** Reads logs on from where it ended the last time. */
export interface LogReader {
  /** What a new line quotes of an item: its file, its number and the word; never the line. */
  judge(): Promise<readonly string[]>
  /** Lines read so far, by file. */
  lines(): ReadonlyMap<string, number>
}

/** @param folder whose files are all logs: of functions and of engines. */
export function createLogReader(folder: string): LogReader {
  const read = new Map<string, { bytes: number; lines: number }>()

  const judgeFile = async (file: string): Promise<string[]> => {
    const known = read.get(file) ?? { bytes: 0, lines: 0 }
    const text = await readFrom(join(folder, file), known.bytes)
    // A line that is still being written is for the next time.
    const whole = text.subarray(0, text.lastIndexOf(0x0a) + 1)
    const lines = whole.toString().split('\n').slice(0, -1)
    read.set(file, { bytes: known.bytes + whole.length, lines: known.lines + lines.length })
    return lines.flatMap((line, place) =>
      PAYLOAD_WORDS.filter((word) => line.includes(word)).map(
        (word) => `${file}: line ${known.lines + place + 1} has "${word}"`,
      ),
    )
  }
  return {
    async judge() {
      const entries = await readdir(folder, { recursive: true })
      const found: string[] = []
      for (const file of entries.toSorted()) {
        if ((await stat(join(folder, file))).isFile()) found.push(...(await judgeFile(file)))
      }
      return found
    },
    lines: () => new Map([...read].map(([file, { lines }]) => [file, lines])),
  }
}

async function readFrom(path: string, start: number): Promise<Buffer> {
  await using file = await open(path)
  const { size } = await file.stat()
  const buffer = Buffer.alloc(Math.max(0, size - start))
  await file.read(buffer, 0, buffer.length, start)
  return buffer
}
