import { readFile } from 'node:fs/promises'
import { text } from 'node:stream/consumers'
import { parseArgs } from 'node:util'
import { type Command, type CommandContext, EXIT, InputError } from '../command.ts'
import { requireEntry, requireRuntime } from '../running-runtime.ts'
import type { OrderName } from './order-action.ts'
import { orderFlow } from './order-flow.ts'
import { createOrderWriter } from './order-writer.ts'
import { type Change, readChanges, requireStatus } from './read-changes.ts'
import { writeChanges } from './write-changes.ts'

const HELP = `Usage: tailrace publish <change> [options]

Writes changes of orders to the table of the running pipeline.

  publish create  [--customer ID] [--order ID]          a new order with made-up goods
  publish status  --customer ID --order ID <status>     pending, confirmed, shipped, delivered, cancelled
  publish cancel  --customer ID --order ID
  publish delete  --customer ID --order ID
  publish --file FILE                                   items or actions as JSON, an array or lines; - reads standard input
  publish --count N [--rate N] [--seed N]               N changes that look like a shop's day

Options
  --rate N   changes a second; as fast as they are written if it is not given
  --seed N   the same seed makes the same changes (1 if it is not given)

A line of a file is an item, written as it is, or an action:
  {"pk":"CUSTOMER#c-1","sk":"ORDER#o-1","orderId":"o-1", ...}
  {"action":"status","customerId":"c-1","orderId":"o-1","status":"shipped"}
  {"action":"delete","customerId":"c-1","orderId":"o-1"}`

const OPTIONS = {
  customer: { type: 'string' },
  order: { type: 'string' },
  file: { type: 'string' },
  count: { type: 'string' },
  rate: { type: 'string' },
  seed: { type: 'string' },
} as const

type Flags = { readonly [name in keyof typeof OPTIONS]?: string }

export const publish: Command = {
  name: 'publish',
  summary: 'write order changes: one, a file of them, or a generated flow',
  help: HELP,
  run: async (args, context) => {
    const parsed = parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true })
    const flags: Flags = parsed.values
    const changes = await changesToWrite(parsed.positionals, flags, context)
    const rate = flags.rate === undefined ? undefined : requireNumber(flags.rate, '--rate')

    const runtime = await requireRuntime(context.stateDir)
    const writer = createOrderWriter({
      endpoint: requireEntry(runtime.endpoints, 'dynamodb'),
      region: runtime.region,
      tableName: requireEntry(runtime.resources, 'OrdersTable'),
      now: () => new Date(),
    })
    try {
      await writeChanges(changes, { writer, rate, print: context.print })
    } finally {
      writer.close()
    }
    return EXIT.ok
  },
}

async function changesToWrite(
  [what, status, ...rest]: readonly string[],
  flags: Flags,
  context: CommandContext,
): Promise<Change[]> {
  if (rest.length > 0) throw new InputError(`"${rest[0]}" is one word too many.`)
  switch (what) {
    case undefined:
      if (flags.file !== undefined) return readChanges(await readInput(flags.file, context))
      if (flags.count !== undefined) return generate(flags)
      throw new InputError('What is to be published? Name a change, --file or --count.')
    case 'create':
      return [createOne(flags)]
    case 'status':
      return [
        { action: 'status', order: requireOrder(flags), status: requireStatus(status, 'publish') },
      ]
    case 'cancel':
      return [{ action: 'status', order: requireOrder(flags), status: 'cancelled' }]
    case 'delete':
      return [{ action: 'delete', order: requireOrder(flags) }]
    default:
      throw new InputError(`There is no change "${what}".`)
  }
}

function createOne(flags: Flags): Change {
  const first = orderFlow(Date.now()).next().value
  if (first.action !== 'create') throw new Error('a flow begins with an order')
  const orderId = flags.order ?? first.order.orderId
  return {
    action: 'create',
    order: { ...first.order, orderId, customerId: flags.customer ?? first.order.customerId },
  }
}

function generate(flags: Flags): Change[] {
  const count = requireNumber(flags.count ?? '', '--count')
  const seed = flags.seed === undefined ? 1 : requireNumber(flags.seed, '--seed')
  return orderFlow(seed).take(count).toArray()
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
    throw new InputError(`${flag} is "${value}", and is a whole number from 1.`)
  }
  return number
}

async function readInput(file: string, context: CommandContext): Promise<string> {
  if (file === '-') return text(context.stdin)
  return readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new InputError(`${file} cannot be read (${error.code ?? error.message}).`)
  })
}
