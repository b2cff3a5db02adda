import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describeWrongVariables } from '../local/environment-variables.ts'
import { nearestWord } from '../local/nearest-word.ts'
import { type Command, type CommandContext, EXIT, type ExitCode, InputError } from './command.ts'
import { explainError } from './explain-error.ts'

const HELP_FLAGS = ['--help', '-h']

/** Where a command line is typed. */
interface Terminal extends CommandContext {
  /** Says what went wrong, for a person. */
  readonly complain: (message: string) => void
}

/** Finds the command of a line that was typed, and runs it: what goes wrong is told, never thrown. */
export async function runCommand(argv: readonly string[], context: Terminal): Promise<ExitCode> {
  let command: Command | undefined
  try {
    if (argv[0] === '--version') {
      context.print(await readVersion(context.root))
      return EXIT.ok
    }
    // Loaded here: they read the entity definitions, whose mistakes are told like any bad input.
    const { COMMANDS } = await import('./commands.ts')
    const { name, args, wantsHelp } = readArguments(argv)
    if (name === undefined) {
      context.print(overview(COMMANDS))
      return wantsHelp ? EXIT.ok : EXIT.input
    }
    command = findCommand(name, COMMANDS)
    if (wantsHelp) {
      context.print(command.help)
      return EXIT.ok
    }
    const wrong = describeWrongVariables(context.env)
    if (wrong !== undefined) throw new InputError(wrong)
    return await command.run(args, context)
  } catch (error) {
    const { message, exitCode } = explainError(error, command)
    context.complain(message)
    return exitCode
  }
}

/** `help up`, `up --help` and `--help`. */
function readArguments(argv: readonly string[]): {
  name: string | undefined
  args: readonly string[]
  wantsHelp: boolean
} {
  const [first, ...rest] = argv
  const asksForHelp = first === 'help' || HELP_FLAGS.includes(first ?? '')
  const [name, ...args] = asksForHelp ? rest : argv
  const flags = args.slice(0, args.includes('--') ? args.indexOf('--') : undefined)
  return { name, args, wantsHelp: asksForHelp || flags.some((arg) => HELP_FLAGS.includes(arg)) }
}

function findCommand(name: string, commands: readonly Command[]): Command {
  const found = commands.find((candidate) => candidate.name === name)
  if (found !== undefined) return found
  if (name.startsWith('-')) {
    throw new InputError(`The command comes before ${name}: see npx tailrace --help.`)
  }
  const nearest = nearestWord(
    name,
    commands.map((command) => command.name),
  )
  const meant = nearest === undefined ? '' : `; there is "${nearest}"`
  throw new InputError(`There is no command "${name}"${meant}: see npx tailrace --help.`)
}

async function readVersion(root: string): Promise<string> {
  const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as {
    version: string
  }
  return version
}

function overview(commands: readonly Command[]): string {
  const width = Math.max(...commands.map(({ name }) => name.length))
  const lines = commands.map(({ name, summary }) => `  ${name.padEnd(width)}  ${summary}`)
  return `Usage: tailrace <command> [options]

${lines.join('\n')}

More of one: tailrace help <command>
The version: tailrace --version`
}
