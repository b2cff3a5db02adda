import { join } from 'node:path'
import { PackagingError } from '../infra/run-osls.ts'
import { EnvironmentError } from '../local/environment-error.ts'
import { TemplateError } from '../local/template/template-error.ts'
import { type Command, type CommandContext, EXIT, type ExitCode, InputError } from './command.ts'
import { publish } from './publish/publish.ts'
import { search } from './search/search.ts'
import { up } from './up/up.ts'

const COMMANDS: readonly Command[] = [up, publish, search]
const ROOT = join(import.meta.dirname, '..')

process.stdout.on('error', leaveWhenNobodyReads)
process.exitCode = await main(process.argv.slice(2), {
  env: process.env,
  root: ROOT,
  stateDir: process.env.TAILRACE_STATE_DIR ?? join(ROOT, '.tailrace'),
  print: (line) => process.stdout.write(`${line}\n`),
  stdin: process.stdin,
})

async function main(argv: readonly string[], context: CommandContext): Promise<ExitCode> {
  const [name, ...args] = argv
  if (name === undefined || name === 'help' || name === '--help') {
    context.print(overview())
    return name === undefined ? EXIT.input : EXIT.ok
  }
  const command = COMMANDS.find((candidate) => candidate.name === name)
  if (command === undefined) {
    process.stderr.write(`There is no command "${name}".\n\n${overview()}\n`)
    return EXIT.input
  }
  if (args.includes('--help')) {
    context.print(command.help)
    return EXIT.ok
  }
  return command.run(args, context).catch((error: unknown) => explain(error, command))
}

function explain(error: unknown, command: Command): ExitCode {
  if (error instanceof InputError || isUnknownFlag(error)) {
    process.stderr.write(`${(error as Error).message}\nSee \`tailrace ${command.name} --help\`.\n`)
    return EXIT.input
  }
  if (error instanceof TemplateError || error instanceof PackagingError) {
    process.stderr.write(`${error.message}\n`)
    return EXIT.input
  }
  if (error instanceof EnvironmentError) {
    process.stderr.write(`${error.message}\n`)
    return EXIT.environment
  }
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : error}\n`)
  return EXIT.failed
}

/** As in `tailrace search | head -1`. */
function leaveWhenNobodyReads(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE' && error.code !== 'EIO') throw error
  if (process.argv[2] !== up.name) process.exit(EXIT.ok)
}

/** What node:util's parseArgs throws for an unknown or malformed option. */
function isUnknownFlag(error: unknown): boolean {
  return (
    error instanceof TypeError && String(Reflect.get(error, 'code')).startsWith('ERR_PARSE_ARGS')
  )
}

function overview(): string {
  const width = Math.max(...COMMANDS.map(({ name }) => name.length))
  const lines = COMMANDS.map(({ name, summary }) => `  ${name.padEnd(width)}  ${summary}`)
  return `Usage: tailrace <command> [options]\n\n${lines.join('\n')}\n\nMore of one: tailrace <command> --help`
}
