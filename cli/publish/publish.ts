import { readFile } from 'node:fs/promises'
import { text } from 'node:stream/consumers'
import { type Command, EXIT } from '../command.ts'
import { parseCommandLine } from '../parse-command-line.ts'
import { requireEntry, requireRuntime } from '../running-runtime.ts'
import { createOrderWriter } from './order-writer.ts'
import { FLAGS, planChanges } from './plan-changes.ts'
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

export const publish: Command = {
  name: 'publish',
  summary: 'write order changes: one, a file of them, or a generated flow',
  help: HELP,
  options: FLAGS,
  run: async (args, context) => {
    const parsed = parseCommandLine(args, FLAGS)
    const plan = await planChanges(parsed.positionals, parsed.values, (file) =>
      file === '-' ? text(context.stdin) : readFile(file, 'utf8'),
    )

    const runtime = await requireRuntime(context.stateDir)
    const writer = createOrderWriter({
      endpoint: requireEntry(runtime.endpoints, 'dynamodb'),
      region: runtime.region,
      tableName: requireEntry(runtime.resources, 'OrdersTable'),
      now: () => new Date(),
    })
    try {
      await writeChanges(plan.changes, { ...plan, writer, print: context.print })
    } finally {
      writer.close()
    }
    return EXIT.ok
  },
}
