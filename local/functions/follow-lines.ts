import type { Readable } from 'node:stream'
import { StringDecoder } from 'node:string_decoder'

/** A line that does not end is let go: no log line is as long. Characters. */
const LINE_MAX = 4 * 1024 * 1024

/** Tells each whole line of an output that is read by somebody else as well. */
export function followLines(output: Readable, onLine: (line: string) => void): void {
  const decoder = new StringDecoder('utf8')
  let open = ''
  output.on('data', (chunk: Buffer) => {
    const [first = '', ...others] = decoder.write(chunk).split('\n')
    const last = others.pop()
    open += first
    if (last === undefined) {
      if (open.length > LINE_MAX) open = ''
      return
    }
    for (const line of [open, ...others]) onLine(line)
    open = last
  })
}
