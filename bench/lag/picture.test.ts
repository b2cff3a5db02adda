import { describe, expect, it } from 'vitest'
import { aPhase } from './a-phase.ts'
import { toKeepingUpTable } from './keeping-up.ts'
import { drawPicture } from './picture.ts'
import { toLagTable } from './tables.ts'

const PHASES = [aPhase(), aPhase({ rate: 300 }), aPhase({ rate: 1_000, growthMs: 1 })]
const TABLES = [...PHASES.map(toLagTable), toKeepingUpTable(PHASES)]
const PICTURE = drawPicture(TABLES)

describe('drawPicture', () => {
  it('draws a line over all rates for each sink and for the Pipe, of p50 and of p99', () => {
    const lines = [...PICTURE.matchAll(/<path class="line (\w+)" d="M([^"]*L[^"]*)"/g)]

    const ofOne = ['search', 'lake', 'cache', 'base']
    expect(lines.map(([, name]) => name)).toEqual([...ofOne, ...ofOne])
    for (const [, , points = ''] of lines) expect(points.split('L')).toHaveLength(3)
    expect(PICTURE).not.toMatch(/NaN|undefined|Infinity/)
  })

  it('shades the rates that did not hold, and none when all did', () => {
    expect(PICTURE.split('class="band"')).toHaveLength(3)
    expect(drawPicture(TABLES.slice(0, 2))).not.toContain('class="band"')
  })

  it('says in words what it shows, for who cannot see it', () => {
    expect(PICTURE).toMatch(/<desc id="desc">[^<]*in the index 805 ms at 20 changes a second/)
  })
})
