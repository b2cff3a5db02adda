import { describe, expect, it } from 'vitest'
import { readRange, type StreamPage, type StreamPages } from './read-range.ts'

const RANGE = {
  ...{ streamArn: 'arn', shardId: 's', from: '', to: '' },
  ...{ startSequenceNumber: '9', endSequenceNumber: '11', batchSize: 2 },
}

function pagesOf(...pages: (readonly number[] | { lost: string })[]): StreamPages {
  return {
    open: async () => ({ iterator: '0' }),
    read: async (iterator): Promise<StreamPage | { lost: string }> => {
      const page = pages[Number(iterator)] ?? []
      if ('lost' in page) return page
      const records = page.map((n) => ({ dynamodb: { SequenceNumber: String(n) } }))
      const isLast = Number(iterator) === pages.length - 1
      return isLast ? { records } : { records, next: String(Number(iterator) + 1) }
    },
  }
}

describe('readRange', () => {
  it('reads over pages, empty ones too, and no further than the end', async () => {
    const read = await readRange(RANGE, pagesOf([], [9], [], [10, 11, 12], [13]))

    expect(read).toMatchObject({
      records: [9, 10, 11].map((n) => ({ dynamodb: { SequenceNumber: String(n) } })),
    })
  })

  it.each([
    ['the first is not there', [[10, 11]]],
    ['the last is not there', [[9, 10, 12]]],
    ['the shard ends before', [[9, 10]]],
    ['the shard is empty', [[]]],
  ])('finds no range where %s', async (_, pages) => {
    expect(await readRange(RANGE, pagesOf(...pages))).toEqual({ lost: 'stream.range_unknown' })
  })

  it('finds no range where there are fewer records than the batch had', async () => {
    expect(await readRange({ ...RANGE, batchSize: 4 }, pagesOf([9, 10, 11]))).toEqual({
      lost: 'stream.range_unknown',
    })
  })

  it('says what was trimmed, at the beginning or in between', async () => {
    const trimmed = { lost: 'stream.trimmed' }
    const atOnce: StreamPages = { ...pagesOf(), open: async () => trimmed }

    expect(await readRange(RANGE, atOnce)).toEqual(trimmed)
    expect(await readRange(RANGE, pagesOf([9], trimmed))).toEqual(trimmed)
  })

  it('finds none where a shard stays open and never comes to the end', async () => {
    const forever: StreamPages = {
      open: async () => ({ iterator: '0' }),
      read: async () => ({ records: [], next: '0' }),
    }

    expect(await readRange(RANGE, forever)).toEqual({ lost: 'stream.range_unknown' })
  })
})
