import { round } from '../../docs/images/picture.ts'
import { classOf, type Line, type Lines } from './lines.ts'

export const PANEL_WIDTH = 480
export const PANEL_HEIGHT = 370

const LEFT = 62
const RIGHT = 24
/** Of the plot, from the panel's top. */
const TOP = 46
const PLOT_HEIGHT = 264
const BOTTOM = TOP + PLOT_HEIGHT
const DOT = 3
const TICKS_MS = [10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 20_000, 50_000]

/** One chart, both of whose scales are logarithmic. */
export function drawPanel(options: {
  readonly name: string
  readonly lines: Lines
  /** Of both panels, ascending: a tick for each. */
  readonly rates: readonly number[]
  /** Of both panels: the scale holds all of them. */
  readonly lagsMs: readonly number[]
  /** The rates that did not hold. */
  readonly broke: readonly number[]
  readonly x: number
  readonly y: number
}): string {
  const { name, lines, rates, lagsMs, x, y } = options
  const ticksMs = ticksAround(Math.min(...lagsMs), Math.max(...lagsMs))
  const toX = logScale(
    [Math.min(...rates), Math.max(...rates)],
    [LEFT + 14, PANEL_WIDTH - RIGHT - 14],
  )
  const toY = logScale([ticksMs[0] ?? 1, ticksMs.at(-1) ?? 1], [BOTTOM, TOP])

  const yTicks = ticksMs.map(
    (ms) =>
      `<path class="rule" d="M${LEFT} ${toY(ms)}H${PANEL_WIDTH - RIGHT}"/><text class="quiet end" x="${LEFT - 8}" y="${toY(ms) + 4}">${ms < 1_000 ? `${ms} ms` : `${ms / 1_000} s`}</text>`,
  )
  const xTicks = rates.map(
    (rate) =>
      `<text class="quiet middle" x="${toX(rate)}" y="${BOTTOM + 20}">${rate.toLocaleString('en')}</text>`,
  )
  const drawn = (Object.keys(lines) as Line[]).map((line) => {
    const points = lines[line].map(({ rate, lagMs }) => `${toX(rate)} ${toY(lagMs)}`)
    const dots = points.map((point) => {
      const [cx, cy] = point.split(' ')
      return `<circle class="dot ${classOf(line)}" cx="${cx}" cy="${cy}" r="${DOT}"/>`
    })
    return `<path class="line ${classOf(line)}" d="M${points.join('L')}"/>${dots.join('')}`
  })
  return `<g transform="translate(${x} ${y})">
<text class="name" x="24" y="18">${name}</text>
${[drawBand(options, toX), ...yTicks, ...xTicks, ...drawn].join('\n')}
<text class="quiet end" x="${PANEL_WIDTH - RIGHT}" y="${BOTTOM + 40}">changes a second</text>
</g>`
}

/** From half-way between the last rate that held and the first that did not. */
function drawBand(
  { rates, broke }: { readonly rates: readonly number[]; readonly broke: readonly number[] },
  toX: (rate: number) => number,
): string {
  const firstBroken = Math.min(...broke)
  const lastHeld = Math.max(...rates.filter((rate) => rate < firstBroken))
  if (broke.length === 0 || !Number.isFinite(lastHeld)) return ''
  const from = round((toX(lastHeld) + toX(firstBroken)) / 2)
  const to = PANEL_WIDTH - RIGHT
  return `<rect class="band" x="${from}" y="${TOP}" width="${round(to - from)}" height="${PLOT_HEIGHT}"/><text class="quiet end" x="${to}" y="${TOP - 8}">more than this machine takes</text>`
}

/** From the one below the least to the one above the most. */
function ticksAround(leastMs: number, mostMs: number): readonly number[] {
  const from = TICKS_MS.findLastIndex((tick) => tick <= leastMs)
  const to = TICKS_MS.findIndex((tick) => tick >= mostMs)
  return TICKS_MS.slice(Math.max(0, from), to === -1 ? undefined : to + 1)
}

type Range = readonly [from: number, to: number]

function logScale([low, high]: Range, [from, to]: Range): (value: number) => number {
  const span = Math.log(high / low) || 1
  return (value) => round(from + (Math.log(Math.max(value, low) / low) / span) * (to - from))
}
