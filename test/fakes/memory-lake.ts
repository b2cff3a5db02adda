import { gunzipSync } from 'node:zlib'
import { APPLIED, type Outcome } from '../../shared/batch/outcome.ts'
import type { LakeObjects } from '../../shared/lake/lake-objects.ts'
import type { LakeStream } from '../../shared/lake/lake-stream.ts'

/** A stream that keeps its lines. `answer` stands for a stream in trouble. */
export class MemoryLakeStream implements LakeStream {
  readonly lineBytesMax = 1_000 * 1024
  /** What each call of `put` was given. */
  readonly calls: (readonly string[])[] = []
  /** All that was taken. */
  readonly lines: string[] = []
  /** Asked of each line, with its place in the call and the number of calls so far. */
  answer: (line: string, place: number, calls: number) => Outcome = () => APPLIED
  readonly #keeps: boolean

  constructor({ keeps = true } = {}) {
    this.#keeps = keeps
  }

  async put(lines: readonly Uint8Array[]): Promise<readonly Outcome[]> {
    if (!this.#keeps) return lines.map(() => APPLIED)
    const texts = lines.map((line) => Buffer.from(line).toString())
    this.calls.push(texts)
    return texts.map((text, place) => {
      const outcome = this.answer(text, place, this.calls.length)
      if (outcome.kind === 'applied') this.lines.push(text)
      return outcome
    })
  }
}

/** The lake's objects in memory, by name, unpacked. */
export class MemoryLakeObjects implements LakeObjects {
  readonly objects = new Map<string, string>()
  outcome: Outcome = APPLIED

  async put(name: string, body: Uint8Array): Promise<Outcome> {
    if (this.outcome.kind === 'applied' && !this.objects.has(name)) {
      this.objects.set(name, gunzipSync(body).toString())
    }
    return this.outcome
  }
}
