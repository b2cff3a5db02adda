/** What the pictures of this folder have in common: a frame, and colours for a light and a dark page. */

const SINKS = ['search', 'lake', 'cache'] as const

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
.cache { stroke-dasharray: 2 5; stroke-linecap: round; }
.base { stroke-width: 1.5; }
.dot { stroke-width: 2.5; stroke-dasharray: none; }`

/** Without custom properties, which some that show a picture do not know. */
function colours(of: {
  readonly paper: string
  readonly ink: string
  readonly quiet: string
  readonly rule: string
  readonly band: string
  readonly sinks: Readonly<Record<(typeof SINKS)[number], string>>
}): string {
  const sinks = SINKS.map((sink) => `.${sink} { stroke: ${of.sinks[sink]}; }`)
  return `.paper { fill: ${of.paper}; }
text { fill: ${of.ink}; }
.quiet { fill: ${of.quiet}; }
.rule { stroke: ${of.rule}; }
.mark { stroke: ${of.quiet}; }
.band { fill: ${of.band}; }
.base { stroke: ${of.quiet}; }
.dot { fill: ${of.paper}; }
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

/** @param of its title and description are for who cannot see it; all texts are SVG already. */
export function framePicture(of: {
  readonly width: number
  readonly height: number
  readonly title: string
  readonly description: string
  readonly heading: string
  readonly content: string
}): string {
  const { width, height, title, description, heading, content } = of
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-labelledby="title desc">
<title id="title">${title}</title>
<desc id="desc">${description}</desc>
<style>${SHAPES}
${LIGHT}
@media (prefers-color-scheme: dark) {
${DARK}
}
</style>
<rect class="paper" width="${width}" height="${height}" rx="8"/>
<text class="heading" x="24" y="36">${heading}</text>
${content}
</svg>
`
}

/** A coordinate: a tenth of a pixel is seen by nobody. */
export function round(value: number): number {
  return Math.round(value * 10) / 10
}
