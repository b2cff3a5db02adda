import { describe, expect, it } from 'vitest'
import { blocked, flowing } from '../../test/builders/sale-recording.ts'
import { drawPicture } from './picture.ts'

const PICTURE = drawPicture({ contrast: blocked, tailrace: flowing })

describe('drawPicture', () => {
  it('draws a line of every second for each sink of each part', () => {
    const lines = [...PICTURE.matchAll(/<path class="line (\w+)" d="M([^"]*L[^"]*)"/g)]

    expect(lines.map(([, sink]) => sink)).toEqual([
      ...['search', 'lake', 'cache', 'search', 'lake', 'cache'],
    ])
    for (const [, , points = ''] of lines) expect(points.split('L')).toHaveLength(61)
    expect(PICTURE).not.toMatch(/NaN|undefined|Infinity/)
  })

  it('has both parts on the scale of the longest lag', () => {
    const [ofBlocked, , , ofFlowing] = [...PICTURE.matchAll(/class="line \w+" d="M([^"]*L[^"]*)"/g)]
    const lastY = (points: string | undefined) => Number(points?.split(' ').at(-1))

    expect(lastY(ofBlocked?.[1])).toBeLessThan(70)
    expect(lastY(ofFlowing?.[1])).toBeGreaterThan(200)
  })

  it('says in words what it shows, for who cannot see it', () => {
    expect(PICTURE).toMatch(/role="img" aria-labelledby="title desc"/)
    expect(PICTURE).toMatch(/<title id="title">[^<]+<\/title>/)
    expect(PICTURE).toMatch(/<desc id="desc">[^<]*search 30\.0 s[^<]*search 1\.5 s[^<]*<\/desc>/)
  })

  it('has colours for a light and a dark page', () => {
    expect(PICTURE).toContain('@media (prefers-color-scheme: dark)')
  })

  it('says of what was parked that it was', () => {
    expect(PICTURE.split('>malformed item<')).toHaveLength(2)
    expect(PICTURE.split('>malformed item, parked<')).toHaveLength(2)
  })

  it('closes what it opens', () => {
    const opened = [...PICTURE.matchAll(/<(\w+)(?=[\s>])[^>]*[^/]>|<(\w+)>/g)].length
    const closed = [...PICTURE.matchAll(/<\/\w+>/g)].length

    expect(opened).toBe(closed)
  })
})
