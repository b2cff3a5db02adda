import { framePicture } from '../../docs/images/picture.ts'
import { drawPanel, PANEL_HEIGHT } from './panel.ts'
import { type Parts, type Recording, SINKS } from './recording.ts'
import { longestLag, toSeconds } from './report.ts'

const WIDTH = 960
const HEAD = 92
const HEIGHT = HEAD + 2 * PANEL_HEIGHT + 12
const LEGEND_X = 62
const LEGEND_STEP = 130

/** Both parts as one SVG: how far each sink was behind, second by second, on the same scale. */
export function drawPicture(parts: Parts): string {
  const { contrast, tailrace } = parts
  const lagMsMax = Math.max(
    ...[contrast, tailrace].flatMap((part) => SINKS.map((sink) => longestLag(part, sink))),
  )
  const legend = SINKS.map((sink, place) => {
    const x = LEGEND_X + place * LEGEND_STEP
    return `<path class="line ${sink}" d="M${x} 66h34"/><text x="${x + 42}" y="71">${sink}</text>`
  })
  const seconds = Math.max(
    ...[contrast, tailrace].map(({ samples }) => samples.at(-1)?.second ?? 0),
  )
  const panel = { seconds, lagMsMax, width: WIDTH }
  const content = [
    ...legend,
    `<text class="quiet end" x="${WIDTH - 24}" y="71">both on the same scale; shaded: OpenSearch answers a second late</text>`,
    drawPanel({
      ...{ ...panel, y: HEAD, recording: contrast },
      name: 'What people ship: one function, endless retries',
    }),
    drawPanel({
      ...{ ...panel, y: HEAD + PANEL_HEIGHT, recording: tailrace },
      name: 'Tailrace, as it ships',
    }),
  ]
  return framePicture({
    width: WIDTH,
    height: HEIGHT,
    title: 'How far search, lake and cache are behind the table during a flash sale',
    description: describe(parts),
    heading: 'Seconds behind the table, during a flash sale',
    content: content.join('\n'),
  })
}

function describe({ contrast, tailrace }: Parts): string {
  const longest = (part: Recording) =>
    SINKS.map((sink) => `${sink} ${toSeconds(longestLag(part, sink))} s`).join(', ')
  return `Two charts over the seconds of a flash sale. What people ship: after a malformed item all three lines rise without an end; the longest lags are ${longest(contrast)}. Tailrace: the malformed item changes nothing; the longest lags are ${longest(tailrace)}.`
}
