import { definitions } from '../../entities/index.ts'
import type { EntityDefinition } from '../../shared/entity/entity-definition.ts'
import { type Command, EXIT, InputError } from '../command.ts'
import { parseCommandLine } from '../parse-command-line.ts'
import { requireEntry, requireRuntime } from '../running-runtime.ts'
import { toJsonLines, toTextLines } from './found-lines.ts'
import { queryIndex } from './query-index.ts'

const SIZE_DEFAULT = 20
/** OpenSearch's own bound on one page of results (`index.max_result_window`). */
const SIZE_MAX = 10_000

const HELP = `Usage: tailrace search [query] [options]

Searches the running pipeline's index with a Lucene query string; without one it lists everything.

  tailrace search 'status:shipped'
  tailrace search 'customerId:"c-17" AND total:[100 TO *]'
  tailrace search 'shippingAddress.city:Lodz' --json
  tailrace search -- '-status:shipped'                     one that begins with a dash

Options
  --entity NAME  which entity's index (${definitions.map(({ name }) => name).join(', ')})
  --size N       at most N documents (${SIZE_DEFAULT})
  --json         the documents as JSON, one a line`

const OPTIONS = {
  entity: { type: 'string' },
  size: { type: 'string', default: String(SIZE_DEFAULT) },
  json: { type: 'boolean', default: false },
} as const

export const search: Command = {
  name: 'search',
  summary: 'search the index with a Lucene query string',
  help: HELP,
  options: OPTIONS,
  run: async (args, context) => {
    const parsed = parseCommandLine(args, OPTIONS)
    const [query = '*', ...rest] = parsed.positionals
    if (rest.length > 0) throw new InputError('Put the whole query into quotes.')
    const entity = requireEntity(parsed.values.entity)
    const size = requireSize(parsed.values.size)

    const runtime = await requireRuntime(context.stateDir)
    const endpoint = requireEntry(runtime.endpoints, 'opensearch')
    const found = await queryIndex({ endpoint, index: entity.search.index, query, size })

    const lines = parsed.values.json ? toJsonLines(found) : toTextLines(found, entity)
    for (const line of lines) context.print(line)
    return EXIT.ok
  },
}

function requireEntity(name: string | undefined): EntityDefinition {
  const entity = name === undefined ? definitions[0] : definitions.find((d) => d.name === name)
  if (entity) return entity
  throw new InputError(
    `There is no entity "${name}"; there is ${definitions.map((d) => d.name).join(', ')}.`,
  )
}

function requireSize(text: string): number {
  const size = Number(text)
  if (Number.isInteger(size) && size >= 1 && size <= SIZE_MAX) return size
  throw new InputError(`--size is "${text}", and is a whole number from 1 to ${SIZE_MAX}.`)
}
