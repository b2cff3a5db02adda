import { join } from 'node:path'
import { PackagingError } from '../infra/run-osls.ts'
import { EnvironmentError } from '../local/environment-error.ts'
import { TemplateError } from '../local/template/template-error.ts'
import { ConfigError } from '../shared/errors/pipeline-error.ts'
import { type Command, type CommandContext, EXIT, type ExitCode, InputError } from './command.ts'

/** What the user typed, declared or set is wrong: the message says all of it. */
const INPUT_ERRORS = [InputError, TemplateError, PackagingError, ConfigError] as const

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
  try {
    // Loaded here: they read the entity definitions, whose mistakes are told like any bad input.
    const { COMMANDS } = await import('./commands.ts')
    if (name === undefined || name === 'help' || name === '--help') {
      context.print(overview(COMMANDS))
      return name === undefined ? EXIT.input : EXIT.ok
    }
    const command = COMMANDS.find((candidate) => candidate.name === name)
    if (command === undefined) {
      throw new InputError(`There is no command "${name}": see tailrace --help.`)
    }
    if (args.includes('--help')) {
      context.print(command.help)
      return EXIT.ok
    }
    return await command.run(args, context)
  } catch (error) {
    return explain(error, name)
  }
}

function explain(error: unknown, command: string | undefined): ExitCode {
  const message = error instanceof Error ? error.message : String(error)
  if (isUnknownFlag(error)) {
    // Node adds advice on how to pass it as a word.
    process.stderr.write(`${message.split('. ')[0]}. See \`tailrace ${command} --help\`.\n`)
    return EXIT.input
  }
  if (INPUT_ERRORS.some((kind) => error instanceof kind)) {
    process.stderr.write(`${message}\n`)
    return EXIT.input
  }
  if (error instanceof EnvironmentError) {
    process.stderr.write(`${message}\n`)
    return EXIT.environment
  }
  process.stderr.write(`${error instanceof Error ? (error.stack ?? message) : message}\n`)
  return EXIT.failed
}

/** As in `tailrace search | head -1`. */
function leaveWhenNobodyReads(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE' && error.code !== 'EIO') throw error
  if (process.argv[2] !== 'up') process.exit(EXIT.ok)
}

/** What node:util's parseArgs throws for an unknown or malformed option. */
function isUnknownFlag(error: unknown): boolean {
  return (
    error instanceof TypeError && String(Reflect.get(error, 'code')).startsWith('ERR_PARSE_ARGS')
  )
}

function overview(commands: readonly Command[]): string {
  const width = Math.max(...commands.map(({ name }) => name.length))
  const lines = commands.map(({ name, summary }) => `  ${name.padEnd(width)}  ${summary}`)
  return `Usage: tailrace <command> [options]\n\n${lines.join('\n')}\n\nMore of one: tailrace <command> --help`
}
