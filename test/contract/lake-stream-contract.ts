import { beforeEach, describe, expect, it } from 'vitest'
import type { LakeStream } from '../../shared/lake/lake-stream.ts'

export interface LakeStreamUnderTest {
  readonly stream: LakeStream
  /** All lines that were taken. */
  taken(): readonly string[]
  /** From now on it refuses the line at this place of each call, or none. */
  refuse(place: number | null): void
  /** From now on it takes no call. */
  close(): void
}

const APPLIED = { kind: 'applied' }

/** What every stream of the lake does, the one in memory and the real one. */
export function describeLakeStreamContract(
  name: string,
  make: () => Promise<LakeStreamUnderTest>,
): void {
  describe(`${name} as the lake's stream`, () => {
    let subject: LakeStreamUnderTest
    beforeEach(async () => {
      subject = await make()
    })

    const put = (lines: readonly string[]) =>
      subject.stream.put(lines.map((line) => Buffer.from(line)))
    const numbered = (count: number, bytes: number) =>
      Array.from({ length: count }, (_, place) => `${String(place).padStart(bytes - 1, '.')}\n`)

    it('takes lines as they are, byte for byte, and says so of each', async () => {
      const lines = ['{"a":"é😀\\u0000"}\n', '{"b":1}\n', '{"b":1}\n']

      expect(await put(lines)).toEqual([APPLIED, APPLIED, APPLIED])
      expect(subject.taken()).toEqual(lines)
    })

    it.each([
      ['501 lines', 501, 8],
      ['5 MiB of lines', 80, 65_536],
      ['lines of the largest size', 5, 1_000 * 1024],
    ])('takes %s', async (_, count, bytes) => {
      const lines = numbered(count, bytes)

      const outcomes = await put(lines)

      expect(outcomes).toEqual(lines.map(() => APPLIED))
      expect(new Set(subject.taken())).toEqual(new Set(lines))
      expect(subject.taken()).toHaveLength(count)
    })

    it('takes no line above its largest size', () => {
      expect(subject.stream.lineBytesMax).toBe(1_024_000)
    })

    it('says which line it refused, takes the others, and takes it the next time', async () => {
      subject.refuse(1)
      const first = await put(['a\n', 'b\n', 'c\n'])
      subject.refuse(null)
      const second = await put(['b\n'])

      expect(first).toEqual([APPLIED, { kind: 'retryable', code: 'lake.throttled' }, APPLIED])
      expect(second).toEqual([APPLIED])
      expect(subject.taken()).toEqual(['a\n', 'c\n', 'b\n'])
    })

    it('says of every line when it takes none, and does not reject', async () => {
      subject.close()

      const outcomes = await put(['a\n', 'b\n'])

      expect(outcomes.map(({ kind }) => kind)).toEqual(['retryable', 'retryable'])
      expect(subject.taken()).toEqual([])
    })

    it('takes nothing when it is given nothing', async () => {
      expect(await put([])).toEqual([])
    })
  })
}
