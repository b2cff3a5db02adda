import { Buffer } from 'node:buffer'

/** Room for the line that says what is left out. */
const NOTE_BYTES = 60

/**
 * Cuts a text between its lines, so that it takes no more bytes in JSON. The first lines stay, and
 * a last one says how many are left out and where they are.
 *
 * @param bytesMax 200 or more.
 */
export function fitReason(reason: string, bytesMax: number): string {
  if (bytesOf(reason) <= bytesMax) return reason
  const room = bytesMax - NOTE_BYTES
  const [first = '', ...lines] = reason.split('\n')
  let kept = cutLine(first, room)
  for (const [place, line] of lines.entries()) {
    const longer = `${kept}\n${line}`
    if (bytesOf(longer) > room)
      return `${kept}\n- and ${lines.length - place} more: see the function's log`
    kept = longer
  }
  return `${kept}\n- the whole of it: see the function's log`
}

function cutLine(line: string, bytesMax: number): string {
  let kept = ''
  let left = bytesMax - bytesOf('…')
  for (const character of line) {
    left -= bytesOf(character)
    if (left < 0) return `${kept}…`
    kept += character
  }
  return line
}

/** As JSON has it, where a quote or the end of a line takes two. */
function bytesOf(text: string): number {
  return Buffer.byteLength(JSON.stringify(text)) - 2
}
