import { round } from '../../docs/images/picture.ts'
import { type Recording, SINKS, type Sink } from './recording.ts'
import { longestLag, toSeconds } from './report.ts'
import { EVENT_WORDS, type SaleEvent } from './timeline.ts'

export const PANEL_HEIGHT = 268

const LEFT = 62
const RIGHT = 24
/** Of the plot, from the panel's top. */
const TOP = 62
const PLOT_HEIGHT = 150
const NAME_Y = 18
const EVENTS_Y = 50
const X_TICK_SECONDS = 10
const Y_TICKS = [1, 2, 5, 10, 20, 50, 100]
const Y_TICKS_MAX = 7

/** Where a band begins and ends that the legend names. */
const BAND: readonly SaleEvent[] = ['slow', 'fast']

/** One part of the scenario as a chart: how far each sink is behind over the seconds. */
export function drawPanel(options: {
  readonly name: string
  readonly recording: Recording
  /** The end of the scale of time. */
  readonly seconds: number
  /** The top of the scale. */
  readonly lagMsMax: number
  readonly y: number
  readonly width: number
}): string {
  const { name, recording, width, y } = options
  const stepSeconds = tickStep(options.lagMsMax / 1_000)
  const topSeconds = Math.max(1, Math.ceil(options.lagMsMax / 1_000 / stepSeconds)) * stepSeconds
  const toX = (second: number) => round(LEFT + (second / options.seconds) * (width - LEFT - RIGHT))
  const toY = (seconds: number) => round(TOP + PLOT_HEIGHT * (1 - seconds / topSeconds))

  const ticks = range(0, topSeconds, stepSeconds).map(
    (seconds) =>
      `<path class="rule" d="M${LEFT} ${toY(seconds)}H${width - RIGHT}"/><text class="quiet end" x="${LEFT - 8}" y="${toY(seconds) + 4}">${seconds} s</text>`,
  )
  const seconds = range(0, options.seconds, X_TICK_SECONDS).map(
    (second) =>
      `<text class="quiet middle" x="${toX(second)}" y="${TOP + PLOT_HEIGHT + 20}">${second}</text>`,
  )
  const marks = recording.events
    .filter(({ event }) => !BAND.includes(event))
    .map(({ event, second }) => {
      const x = toX(second)
      return `<path class="mark" d="M${x} ${EVENTS_Y + 5}V${TOP + PLOT_HEIGHT}"/><text class="quiet middle" x="${x}" y="${EVENTS_Y}">${wordsOf(event, recording)}</text>`
    })
  const lines = SINKS.map((sink) => {
    const points = recording.samples.map(
      ({ second, sinks }) => `${toX(second)} ${toY(sinks[sink].lagMs / 1_000)}`,
    )
    return `<path class="line ${sink}" d="M${points.join('L')}"/>`
  })
  const [from = 0, to = 0] = BAND.map((event) => toX(secondOf(recording, event)))
  const band = `<rect class="band" x="${from}" y="${TOP}" width="${round(to - from)}" height="${PLOT_HEIGHT}"/>`
  return `<g transform="translate(0 ${y})">
<text class="name" x="24" y="${NAME_Y}">${name}</text>
<text class="quiet end" x="${width - RIGHT}" y="${NAME_Y}">longest: ${SINKS.map((sink) => longest(recording, sink)).join(', ')}</text>
${[band, ...ticks, ...seconds, ...marks, ...lines].join('\n')}
<text class="quiet end" x="${width - RIGHT}" y="${TOP + PLOT_HEIGHT + 38}">seconds since the beginning</text>
</g>`
}

function wordsOf(event: SaleEvent, { atEnd }: Recording): string {
  const isParked = event === 'malformed' && atEnd.parked > 0
  return isParked ? `${EVENT_WORDS[event]}, parked` : EVENT_WORDS[event]
}

function secondOf({ events }: Recording, wanted: SaleEvent): number {
  return events.find(({ event }) => event === wanted)?.second ?? 0
}

function longest(recording: Recording, sink: Sink): string {
  return `${sink} ${toSeconds(longestLag(recording, sink))} s`
}

function tickStep(topSeconds: number): number {
  return Y_TICKS.find((step) => topSeconds / step <= Y_TICKS_MAX) ?? Math.ceil(topSeconds / 5)
}

function range(from: number, to: number, step: number): readonly number[] {
  return Array.from(
    { length: Math.floor((to - from) / step) + 1 },
    (_, place) => from + place * step,
  )
}
