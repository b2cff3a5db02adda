import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { definitions } from '../../entities/index.ts'
import { isRecord } from '../../shared/json/is-record.ts'

/** Logs of engines, which are other people's, and stay on the machine. */
const ENGINE_LOGS = new Set(['dynamodb.log', 'opensearch.log', 'redis.log', 'sqs-and-s3.log'])

/** A function's line is some hundred bytes, the longest names fifty changes. */
const LINE_BYTES_MAX = 8 * 1024

/** A shorter secret would be found in ids and times. */
const SECRET_CHARACTERS_MIN = 4

/** What a payload brings along, at whatever depth: images, records, messages, and every attribute of an item. */
const PAYLOAD_NAMES = new Set([
  ...['before', 'after', 'NewImage', 'OldImage', 'Keys', 'Records', 'dynamodb'],
  ...['detail', 'body', '_source', '_cdc', 'image', 'record', 'item', 'key'],
  ...definitions.flatMap(({ schema }) => Object.keys(schema.entries)),
])

/** What stands in a log and must not. It quotes nothing of the line. */
export interface LogFault {
  readonly file: string
  /** From 1. */
  readonly line: number
  readonly fault: string
}

export interface LogReading {
  /** How many lines were read, of functions and of the runtime's own pipeline log. */
  readonly lines: number
  readonly faults: readonly LogFault[]
}

/**
 * Reads every line of every function's log of a run, and finds what must not be in one: a secret, a
 * member that a payload has, a line that is no JSON object, one that is too long.
 *
 * @param secrets text that the items of the run hold outside of their keys: names, addresses, notes.
 * @throws Error for a secret that is too short to be told from other text.
 */
export async function readLogLines(
  logsDir: string,
  secrets: readonly string[],
): Promise<LogReading> {
  const short = secrets.filter((secret) => secret.length < SECRET_CHARACTERS_MIN)
  if (short.length > 0) throw new Error(`secrets have at least ${SECRET_CHARACTERS_MIN} characters`)
  const names = (await readdir(logsDir)).filter((name) => !ENGINE_LOGS.has(name))
  const faults: LogFault[] = []
  let lines = 0
  for (const file of names.sort()) {
    const texts = (await readFile(join(logsDir, file), 'utf8')).split('\n')
    if (texts.at(-1) === '') texts.pop()
    lines += texts.length
    for (const [place, text] of texts.entries()) {
      faults.push(...findFaults(text, secrets).map((fault) => ({ file, line: place + 1, fault })))
    }
  }
  return { lines, faults }
}

function findFaults(line: string, secrets: readonly string[]): readonly string[] {
  const value = parse(line)
  const bytes = Buffer.byteLength(line)
  const { texts, names } = listTexts(value)
  const all = [line, ...texts, ...names]
  const told = secrets.flatMap((secret, place) =>
    all.some((text) => text.includes(secret)) ? [`it holds secret number ${place}`] : [],
  )
  return [
    ...(isRecord(value) ? [] : ['it is no JSON object']),
    ...(bytes > LINE_BYTES_MAX ? [`it has ${bytes} bytes`] : []),
    ...told,
    ...names.filter((name) => PAYLOAD_NAMES.has(name)).map((name) => `it has a member "${name}"`),
  ]
}

/** Undefined for what is no JSON. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

interface Texts {
  readonly texts: readonly string[]
  /** Of members. */
  readonly names: readonly string[]
}

/** Every text in it, decoded; of one that is JSON itself those in it as well. */
function listTexts(value: unknown): Texts {
  if (typeof value === 'string') {
    const inner = listTexts(/^\s*[[{"]/.test(value) ? parse(value) : undefined)
    return { texts: [value, ...inner.texts], names: inner.names }
  }
  const own = isRecord(value) ? Object.keys(value) : []
  const children: readonly unknown[] = Array.isArray(value)
    ? value
    : isRecord(value)
      ? Object.values(value)
      : []
  const below = children.map(listTexts)
  return {
    texts: below.flatMap(({ texts }) => texts),
    names: [...own, ...below.flatMap(({ names }) => names)],
  }
}
