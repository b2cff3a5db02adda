import { InputError } from '../command.ts'
import type { OrderName } from './order-action.ts'
import { orderFlow } from './order-flow.ts'
import { type Change, readChanges, requireStatus } from './read-changes.ts'

export const FLAGS = {
  customer: { type: 'string' },
  order: { type: 'string' },
  file: { type: 'string' },
  count: { type: 'string' },
  rate: { type: 'string' },
  seed: { type: 'string' },
} as const

type Flag = keyof typeof FLAGS
export type Flags = { readonly [name in Flag]?: string }

export interface PlannedChanges {
  /** Made one by one as they are written. */
  readonly changes: Iterable<Change>
  readonly total: number
  /** Changes a second. */
  readonly rate: number | undefined
}

/** What each form of the command takes; anything beside is refused, so that nothing is silently ignored. */
const FORMS: Readonly<Record<string, { flags: readonly Flag[]; words: number }>> = {
  create: { flags: ['customer', 'order'], words: 1 },
  status: { flags: ['customer', 'order'], words: 2 },
  cancel: { flags: ['customer', 'order'], words: 1 },
  delete: { flags: ['customer', 'order'], words: 1 },
  '--file': { flags: ['file', 'rate'], words: 0 },
  '--count': { flags: ['count', 'rate', 'seed'], words: 0 },
}

/**
 * Turns the words and flags of `tailrace publish` into changes.
 *
 * @throws InputError that says what is missing, too much or wrong.
 */
export async function planChanges(
  words: readonly string[],
  flags: Flags,
  readInput: (file: string) => Promise<string>,
): Promise<PlannedChanges> {
  const form = formOf(words, flags)
  const rate = flags.rate === undefined ? undefined : requireNumber(flags.rate, '--rate')
  if (form === '--count') {
    const total = requireNumber(flags.count ?? '', '--count')
    const seed = flags.seed === undefined ? 1 : requireNumber(flags.seed, '--seed')
    return { changes: orderFlow(seed).take(total), total, rate }
  }
  if (form === '--file') {
    const changes = readChanges(await read(flags.file ?? '', readInput))
    return { changes, total: changes.length, rate }
  }
  return { changes: [changeOf(form, words, flags)], total: 1, rate }
}

function formOf(words: readonly string[], flags: Flags): string {
  const form = words[0] ?? (flags.file !== undefined ? '--file' : '--count')
  if (words[0] === undefined && flags.file === undefined && flags.count === undefined) {
    throw new InputError('What is to be published? Name a change, --file or --count.')
  }
  const takes = FORMS[form]
  if (takes === undefined) throw new InputError(`There is no change "${form}".`)
  const excess = words[takes.words]
  if (excess !== undefined) throw new InputError(`"${excess}" is one word too many.`)
  for (const name of Object.keys(flags) as Flag[]) {
    if (!takes.flags.includes(name)) throw new InputError(`${form} takes no --${name}.`)
    if (flags[name] === '') throw new InputError(`--${name} is empty.`)
  }
  return form
}

function changeOf(form: string, [, status]: readonly string[], flags: Flags): Change {
  switch (form) {
    case 'create':
      return createOne(flags)
    case 'status':
      return {
        action: 'status',
        order: requireOrder(flags),
        status: requireStatus(status ?? '', 'publish status'),
      }
    case 'cancel':
      return { action: 'status', order: requireOrder(flags), status: 'cancelled' }
    default:
      return { action: 'delete', order: requireOrder(flags) }
  }
}

function createOne({ customer, order }: Flags): Change {
  const first = orderFlow(Date.now()).next().value
  if (first.action !== 'create') throw new Error('a flow begins with an order')
  const { customerId, orderId } = first.order
  return {
    action: 'create',
    order: { ...first.order, customerId: customer ?? customerId, orderId: order ?? orderId },
  }
}

function requireOrder({ customer, order }: Flags): OrderName {
  if (customer === undefined || order === undefined) {
    throw new InputError('Which order? Name it by --customer and --order.')
  }
  return { customerId: customer, orderId: order }
}

function requireNumber(value: string, flag: string): number {
  const number = Number(value)
  if (!Number.isSafeInteger(number) || number < 1) {
    throw new InputError(`${flag} is "${value}", and must be a whole number, 1 or more.`)
  }
  return number
}

function read(file: string, readInput: (file: string) => Promise<string>): Promise<string> {
  return readInput(file).catch((error: NodeJS.ErrnoException) => {
    const why = error.code === 'ENOENT' ? 'there is no such file' : (error.code ?? error.message)
    throw new InputError(`${file} cannot be read: ${why}.`)
  })
}
