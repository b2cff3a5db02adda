import { isRecord } from '../../../../shared/json/is-record.ts'
import { createLimiter } from '../../../limiter.ts'
import type { PartitionKeys } from '../prefix.ts'
import { createJqThread } from './jq-thread.ts'
import { extractionFailed, type NotPartitioned } from './not-partitioned.ts'

export interface PartitionQuery {
  /** One result for each text, in order. Never rejects for what a text is. */
  evaluate(texts: readonly string[]): Promise<readonly (PartitionKeys | NotPartitioned)[]>
  stop(): Promise<void>
}

/** Our own: of one call, since the library takes and gives its texts byte by byte. */
const TEXTS_MAX = 100
const LENGTH_MAX = 1024 * 1024

const NOT_JSON = 'not json'
const FAILED = 'failed'

/**
 * @param query jq that makes an object of texts of a record.
 * @throws Error when it is no jq.
 */
export async function openPartitionQuery(query: string): Promise<PartitionQuery> {
  const thread = createJqThread()
  const oneByOne = createLimiter(1)
  // On a line of its own the query may end in a comment.
  const program = `(try [fromjson] catch null)
    | if . == null then "${NOT_JSON}" else (try [.[0] | (${query}
    )] catch "${FAILED}") end`

  const evaluateSome = async (texts: readonly string[]): Promise<Result[]> => {
    const lines = await runOrNothing(texts)
    if (lines?.length === texts.length) return lines.map(readKeys)
    // A text that ends jq costs no other text its answer.
    if (texts.length === 1) return [extractionFailed('The query ended without a result')]
    const half = Math.ceil(texts.length / 2)
    return [
      ...(await evaluateSome(texts.slice(0, half))),
      ...(await evaluateSome(texts.slice(half))),
    ]
  }
  const runOrNothing = async (texts: readonly string[]): Promise<string[] | undefined> => {
    try {
      const output = await thread.run(program, texts.map((text) => JSON.stringify(text)).join('\n'))
      return output === '' ? [] : output.split('\n')
    } catch {
      // What jq says here may quote the record. What it was about is found by halving.
      await thread.stop()
      return undefined
    }
  }

  try {
    await thread.run(program, '')
  } catch (error) {
    await thread.stop()
    throw new Error(`its query is no jq: ${error instanceof Error ? error.message : error}`)
  }
  return {
    async evaluate(texts) {
      const results: Result[] = []
      for (const some of divide(texts)) {
        results.push(...(await oneByOne(() => evaluateSome(some))))
      }
      return results
    },
    stop: thread.stop,
  }
}

type Result = PartitionKeys | NotPartitioned

/** Into as many as one call takes, in order; a text that is too long is alone. */
function divide(texts: readonly string[]): readonly (readonly string[])[] {
  const calls: string[][] = []
  let length = 0
  for (const text of texts) {
    const last = calls.at(-1)
    const fits = last && last.length < TEXTS_MAX && length + text.length <= LENGTH_MAX
    if (fits) last.push(text)
    else calls.push([text])
    length = fits ? length + text.length : text.length
  }
  return calls
}

/** @param line what the query made of one text: a list of its results. */
function readKeys(line: string): Result {
  const made: unknown = JSON.parse(line)
  if (made === NOT_JSON) return extractionFailed('Non JSON record provided')
  if (!Array.isArray(made)) return extractionFailed('The query failed')
  const [keys, ...others]: unknown[] = made
  if (!isRecord(keys) || others.length > 0) {
    return extractionFailed('The query gave something else than one object')
  }
  const entries = Object.entries(keys).map(([name, value]) => [name, toText(value)] as const)
  if (entries.some(([, text]) => text === '')) {
    return extractionFailed('partitionKeys values must not be null or empty')
  }
  return Object.fromEntries(entries)
}

/** Empty for what is no part of a prefix. */
function toText(value: unknown): string {
  if (typeof value === 'string') return value
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : ''
}
