/**
 * Runs jq (compiled to WebAssembly) in a thread of its own: it keeps its thread busy, and what it
 * breaks is replaced with the thread.
 */
import { parentPort } from 'node:worker_threads'

/** A query over texts, one text a line as a JSON string. */
export interface JqRequest {
  readonly id: number
  readonly query: string
  readonly input: string
}

export type JqReply =
  | { readonly id: number; readonly output: string }
  | { readonly id: number; readonly error: string }

/**
 * The library takes its input byte by byte with `buffer = buffer.slice(1)`, a copy of all that is left
 * each time: a minute for half a megabyte. Here, in this thread alone, that is a view of the same bytes.
 */
function takeInputWithoutCopies(): void {
  const { prototype } = Uint8Array
  const slice = prototype.slice
  Object.defineProperty(prototype, 'slice', {
    value(this: Uint8Array, start?: number, end?: number) {
      const isNextByte = start === 1 && end === undefined
      return isNextByte ? this.subarray(1) : slice.call(this, start, end)
    },
  })
}

takeInputWithoutCopies()
const { raw } = await import('jq-wasm')

parentPort?.on('message', ({ id, query, input }: JqRequest) => {
  const answer = (reply: JqReply) => parentPort?.postMessage(reply)
  raw(input, query, ['-c']).then(
    (output) => answer({ id, output }),
    (error: unknown) =>
      answer({ id, error: error instanceof Error ? error.message : String(error) }),
  )
})
