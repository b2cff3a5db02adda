import { drawPanel, PANEL_HEIGHT } from './panel.ts'
import { type Parts, type Recording, SINKS, type Sink } from './recording.ts'
import { longestLag, toSeconds } from './report.ts'

const WIDTH = 960
const HEAD = 92
const HEIGHT = HEAD + 2 * PANEL_HEIGHT + 12
const LEGEND_X = 62
const LEGEND_STEP = 130

/** A line is told from another by its colour and by its dashes. */
const SHAPES = `
text { font: 14px system-ui, 'Segoe UI', Helvetica, Arial, sans-serif; }
.heading { font-size: 19px; font-weight: 600; }
.name { font-size: 15px; font-weight: 600; }
.quiet { font-size: 13px; }
.end { text-anchor: end; }
.middle { text-anchor: middle; }
.mark { stroke-dasharray: 2 4; }
.line { fill: none; stroke-width: 2.5; stroke-linejoin: round; }
.lake { stroke-dasharray: 9 4; }
.cache { stroke-dasharray: 2 5; stroke-linecap: round; }`

/** Without custom properties, which some that show a picture do not know. */
function colours(of: {
  readonly paper: string
  readonly ink: string
  readonly quiet: string
  readonly rule: string
  readonly band: string
  readonly sinks: Readonly<Record<Sink, string>>
}): string {
  const sinks = SINKS.map((sink) => `.${sink} { stroke: ${of.sinks[sink]}; }`)
  return `.paper { fill: ${of.paper}; }
text { fill: ${of.ink}; }
.quiet { fill: ${of.quiet}; }
.rule { stroke: ${of.rule}; }
.mark { stroke: ${of.quiet}; }
.band { fill: ${of.band}; }
${sinks.join('\n')}`
}

const LIGHT = colours({
  ...{ paper: '#ffffff', ink: '#1f2328', quiet: '#59636e', rule: '#d1d9e0', band: '#eaeef2' },
  sinks: { search: '#b3470b', lake: '#0969da', cache: '#1a7f37' },
})
const DARK = colours({
  ...{ paper: '#0d1117', ink: '#f0f6fc', quiet: '#9198a1', rule: '#3d444d', band: '#21262d' },
  sinks: { search: '#ff9b5e', lake: '#6cb6ff', cache: '#57d98a' },
})

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
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" width="${WIDTH}" height="${HEIGHT}" role="img" aria-labelledby="title desc">
<title id="title">How far search, lake and cache are behind the table during a flash sale</title>
<desc id="desc">${describe(parts)}</desc>
<style>${SHAPES}
${LIGHT}
@media (prefers-color-scheme: dark) {
${DARK}
}
</style>
<rect class="paper" width="${WIDTH}" height="${HEIGHT}" rx="8"/>
<text class="heading" x="24" y="36">Seconds behind the table, during a flash sale</text>
${legend.join('\n')}
<text class="quiet end" x="${WIDTH - 24}" y="71">both on the same scale; shaded: OpenSearch answers a second late</text>
${drawPanel({ ...panel, y: HEAD, name: 'What people ship: one function, endless retries', recording: contrast })}
${drawPanel({ ...panel, y: HEAD + PANEL_HEIGHT, name: 'Tailrace, as it ships', recording: tailrace })}
</svg>
`
}

function describe({ contrast, tailrace }: Parts): string {
  const longest = (part: Recording) =>
    SINKS.map((sink) => `${sink} ${toSeconds(longestLag(part, sink))} s`).join(', ')
  return `Two charts over the seconds of a flash sale. What people ship: after a malformed item all three lines rise without an end; the longest lags are ${longest(contrast)}. Tailrace: the malformed item changes nothing; the longest lags are ${longest(tailrace)}.`
}
