import { nearestWord } from '../../local/nearest-word.ts'
import { InputError } from '../command.ts'

interface AnyPart {
  /** As it is typed. */
  readonly name: string
  /** At the beginning of a sentence. */
  readonly title: string
  /** Of what is stopped, in the template. */
  readonly logicalId: string
  /** What readers notice while it is stopped, where that is more than that nothing new comes. */
  readonly meanwhile?: string
}

/** A part of the data path that is stopped and started by itself. */
export type Part = AnyPart &
  (
    | { readonly kind: 'pipe'; readonly queue?: never }
    /** Its queue, in which changes wait, by its logical id. */
    | { readonly kind: 'mapping'; readonly queue: string }
  )

export const PARTS: readonly Part[] = [
  { name: 'pipe', title: 'The Pipe', kind: 'pipe', logicalId: 'ChangePipe' },
  ofSink('search', 'The search sink', 'searchProjector'),
  ofSink('lake', 'The lake', 'lakeWriter'),
  {
    ...ofSink('cache', 'The cache', 'cacheInvalidator'),
    meanwhile: 'Until it runs again, readers get old values for as long as these live.',
  },
]

/** @throws InputError that names those that there are. */
export function requirePart(name: string | undefined): Part {
  const found = PARTS.find((part) => part.name === name)
  if (found !== undefined) return found
  const names = PARTS.map((part) => part.name)
  const all = `${names.slice(0, -1).join(', ')} or ${names.at(-1)}`
  if (name === undefined) throw new InputError(`Which one: ${all}?`)
  const nearest = nearestWord(name, names)
  const meant = nearest === undefined ? `: ${all}` : `; there is "${nearest}"`
  throw new InputError(`There is no "${name}" to stop or start${meant}.`)
}

/** The part that has this logical id in the template. */
export function findPart(logicalId: string): Part | undefined {
  return PARTS.find((part) => part.logicalId === logicalId)
}

/** By the names that osls gives: what feeds function `x` from queue `Q` is `XEventSourceMappingSQSQ`. */
function ofSink(name: string, title: string, lambda: string): Part {
  const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)
  const queue = `${capital(name)}Queue`
  const logicalId = `${capital(lambda)}EventSourceMappingSQS${queue}`
  return { name, title, kind: 'mapping', logicalId, queue }
}
