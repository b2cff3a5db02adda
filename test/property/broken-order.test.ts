/**
 * The test of the test: what other pipelines do in place of the codec, the comparison or the
 * tombstone is found by the same suite, in one run of as many histories as `npm test` has on the
 * engine.
 */
import { afterEach, describe, expect, it, vi } from 'vitest'
import { secondOf } from '../builders/histories.ts'
import type { InMemoryOptions } from './newest-image-in-memory.ts'

const HISTORIES = 200

const CODEC = '../../shared/ordering/external-version.ts'
const COMPARISON = '../../shared/ordering/sequence-order.ts'

/** Runs the suite on the code with one module of it replaced. */
async function findWrongEndWith(
  path: string | null,
  replacement: object,
  options: Partial<InMemoryOptions> = {},
): Promise<string | null> {
  if (path !== null)
    vi.doMock(path, async (original) => ({ ...(await original()), ...replacement }))
  vi.resetModules()
  const { findWrongEnd } = await import('./newest-image-in-memory.ts')
  return findWrongEnd({ histories: HISTORIES, ...options })
}

describe('the suite of the newest image', () => {
  afterEach(() => {
    vi.doUnmock(CODEC)
    vi.doUnmock(COMPARISON)
    vi.resetModules()
  })

  it('holds with nothing replaced', async () => {
    expect(await findWrongEndWith(CODEC, {})).toBeNull()
    expect(await findWrongEndWith(null, {}, { tombstones: false })).toBeNull()
  })

  it("finds a version of the change's second and how many were seen in it", async () => {
    let second = 0n
    let seen = 0n
    const toExternalVersion = (number: string, { generation = 0 } = {}) => {
      const changed = secondOf(number, generation)
      seen = changed === second ? seen + 1n : 0n
      second = changed
      return second * 1_000_000n + seen
    }

    expect(await findWrongEndWith(CODEC, { toExternalVersion })).toMatch(/seed/)
  })

  it.each([
    ['as they are', (version: bigint) => version],
    ['cut to what an index takes', (version: bigint) => BigInt.asUintN(63, version)],
  ])('finds versions that are numbers read as doubles, %s', async (_, cut) => {
    const toExternalVersion = (number: string) => cut(BigInt(Number(number)))

    expect(await findWrongEndWith(CODEC, { toExternalVersion })).toMatch(/seed/)
  })

  it('finds numbers that are compared as doubles', async () => {
    const compareSequenceNumbers = (a: string, b: string) => Math.sign(Number(a) - Number(b))

    expect(await findWrongEndWith(COMPARISON, { compareSequenceNumbers })).toMatch(/seed/)
  })

  it('finds numbers that are compared as text', async () => {
    const plain = (number: string) => number.replace(/^0+(?=.)/, '')
    const compareSequenceNumbers = (a: string, b: string) =>
      plain(a) === plain(b) ? 0 : plain(a) < plain(b) ? -1 : 1

    expect(await findWrongEndWith(COMPARISON, { compareSequenceNumbers })).toMatch(/seed/)
  })

  it('finds removals that leave nothing, once the index has forgotten them', async () => {
    const wrong = await findWrongEndWith(
      null,
      {},
      {
        tombstones: false,
        alter: ({ documents }) => {
          for (const ofIndex of documents.values()) {
            for (const [id, { source }] of ofIndex) {
              if ('_cdc' in source && isTombstone(source._cdc)) ofIndex.delete(id)
            }
          }
        },
      },
    )

    expect(wrong).toMatch(/seed/)
  })
})

function isTombstone(cdc: unknown): boolean {
  return (cdc as { deleted: boolean }).deleted
}
