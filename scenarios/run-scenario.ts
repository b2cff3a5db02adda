import {
  type Command,
  type CommandContext,
  EXIT,
  type ExitCode,
  InputError,
} from '../cli/command.ts'
import { explainError } from '../cli/explain-error.ts'
import { describeWrongVariables } from '../local/environment-variables.ts'
import { nearestWord } from '../local/nearest-word.ts'
import { meridian } from './meridian/meridian.ts'

const SCENARIOS: readonly Command[] = [meridian]

/** Where a scenario is called for. */
interface Terminal extends CommandContext {
  /** Says what went wrong, for a person. */
  readonly complain: (message: string) => void
}

/** Finds the scenario of a line that was typed, and plays it: what goes wrong is told, never thrown. */
export async function runScenario(argv: readonly string[], context: Terminal): Promise<ExitCode> {
  try {
    const [name, ...args] = argv
    if (name === undefined || isHelp(name)) {
      context.print(overview())
      return name === undefined ? EXIT.input : EXIT.ok
    }
    const scenario = findScenario(name)
    if (args.some(isHelp)) {
      context.print(scenario.help)
      return EXIT.ok
    }
    const wrong = describeWrongVariables(context.env)
    if (wrong !== undefined) throw new InputError(wrong)
    refuseKeptFlags(scenario, context.env)
    return await scenario.run(args, context)
  } catch (error) {
    const { message, exitCode } = explainError(error)
    context.complain(message)
    return exitCode
  }
}

function isHelp(word: string): boolean {
  return word === '--help' || word === '-h'
}

/** @throws InputError for a flag that npm took for its own, because no `--` stood before it. */
function refuseKeptFlags({ name, options }: Command, env: NodeJS.ProcessEnv): void {
  const kept = Object.keys(options).find((flag) => env[`npm_config_${flag}`] !== undefined)
  if (kept === undefined) return
  const right = `npm run scenario ${name} -- --${kept}`
  throw new InputError(`npm has kept --${kept} for itself: it is ${right}.`)
}

/** @throws InputError that says which there are. */
function findScenario(name: string): Command {
  const found = SCENARIOS.find((scenario) => scenario.name === name)
  if (found !== undefined) return found
  const names = SCENARIOS.map((scenario) => scenario.name)
  const nearest = nearestWord(name, names)
  const there = nearest === undefined ? `There are: ${names.join(', ')}` : `There is "${nearest}"`
  throw new InputError(`There is no scenario "${name}". ${there}.`)
}

function overview(): string {
  const lines = SCENARIOS.map(({ name, summary }) => `  ${name}  ${summary}`)
  return `Usage: npm run scenario <name> [-- options]

${lines.join('\n')}

More of one: npm run scenario <name> -- --help`
}
