import { framePicture } from '../../docs/images/picture.ts'
import type { Table } from '../harness/table.ts'
import { KEEPING_UP, ratesThatBroke } from './keeping-up.ts'
import { classOf, LEGEND, LINES, type Lines, type Point, readLines } from './lines.ts'
import { drawPanel, PANEL_HEIGHT, PANEL_WIDTH } from './panel.ts'
import type { Share } from './tables.ts'

const PANELS: readonly { readonly share: Share; readonly name: string }[] = [
  { share: 'p50', name: 'Half of the changes (p50)' },
  { share: 'p99', name: 'All but one in a hundred (p99)' },
]

const WIDTH = 2 * PANEL_WIDTH
const HEAD = 92
const LEGEND_X = 24
const LEGEND_STEP = 216

/** The lag of each sink over the rate of changes, as one SVG. @param tables of the suite. */
export function drawPicture(tables: readonly Table[]): string {
  const keepingUp = tables.find(({ title }) => title === KEEPING_UP)
  const panels = PANELS.map(({ share, name }) => ({ name, lines: readLines(tables, share) }))
  const points = panels.flatMap(({ lines }) => Object.values(lines).flat())
  const scale = {
    rates: [...new Set(points.map(({ rate }) => rate))],
    lagsMs: points.map(({ lagMs }) => lagMs),
    broke: keepingUp === undefined ? [] : ratesThatBroke(keepingUp),
  }
  const legend = LINES.map((line, place) => {
    const x = LEGEND_X + place * LEGEND_STEP
    return `<path class="line ${classOf(line)}" d="M${x} 66h34"/><text x="${x + 42}" y="71">${LEGEND[line]}</text>`
  })
  const drawn = panels.map((panel, place) =>
    drawPanel({ ...panel, ...scale, x: place * PANEL_WIDTH, y: HEAD }),
  )
  return framePicture({
    width: WIDTH,
    height: HEAD + PANEL_HEIGHT,
    title: 'How far search, lake and cache are behind a write, over the rate of changes',
    description: `Two charts. ${panels.map(describe).join(' ')}`,
    heading: 'Lag behind the write, over the rate of changes',
    content: [...legend, ...drawn].join('\n'),
  })
}

function describe({ name, lines }: { readonly name: string; readonly lines: Lines }): string {
  const ends = LINES.map((line) => {
    const [first, last] = [lines[line][0], lines[line].at(-1)]
    return `${LEGEND[line]} ${inWords(first)}, ${inWords(last)}`
  })
  return `${name}: ${ends.join('; ')}.`
}

function inWords(point: Point | undefined): string {
  if (point === undefined) return 'not measured'
  return `${toText(point.lagMs)} at ${point.rate.toLocaleString('en')} changes a second`
}

function toText(lagMs: number): string {
  return lagMs < 1_000 ? `${Math.round(lagMs)} ms` : `${(lagMs / 1_000).toFixed(1)} s`
}
