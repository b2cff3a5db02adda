import { PackagingError } from '../infra/run-osls.ts'
import { EnvironmentError } from '../local/environment-error.ts'
import { nearestWord } from '../local/nearest-word.ts'
import { ResourceNotCreated } from '../local/resource-not-created.ts'
import { describeSystemError } from '../local/system-error.ts'
import { TemplateError } from '../local/template/template-error.ts'
import { ConfigError } from '../shared/errors/pipeline-error.ts'
import { type Command, EXIT, type ExitCode, InputError } from './command.ts'
import { explainAwsError } from './explain-aws-error.ts'

/** What the user typed, declared or set is wrong: the message says all of it. */
const INPUT_ERRORS = [InputError, TemplateError, PackagingError, ConfigError] as const

/** What to tell a person about an error, and the exit code it ends with. Only a bug shows its stack. */
export function explainError(
  error: unknown,
  command?: Pick<Command, 'name' | 'options'>,
): { message: string; exitCode: ExitCode } {
  if (!(error instanceof Error)) return { message: String(error), exitCode: EXIT.failed }
  const { message } = error
  if (isOfParsing(error)) {
    return { message: explainParsing(message, command), exitCode: EXIT.input }
  }
  if (error instanceof EnvironmentError) return { message, exitCode: EXIT.environment }
  const ofSystem = describeSystemError(error) ?? ofPackaging(error) ?? explainAwsError(error)
  if (ofSystem !== undefined) return { message: ofSystem, exitCode: EXIT.environment }
  if (INPUT_ERRORS.some((kind) => error instanceof kind)) return { message, exitCode: EXIT.input }
  if (isFailedResource(error)) return { message: `${message}.`, exitCode: EXIT.failed }
  return { message: error.stack ?? message, exitCode: EXIT.failed }
}

/** By what it calls, or by its own function; a mistake of ours in its model is a bug like any other. */
function isFailedResource(error: Error): boolean {
  const isBug = error.cause instanceof TypeError || error.cause instanceof ReferenceError
  return error instanceof ResourceNotCreated && !isBug
}

/** osls runs in a process of its own, and tells what the system refused it in the middle of its words. */
function ofPackaging(error: Error): string | undefined {
  const code = /\b(ENOSPC|EDQUOT|EROFS|EACCES|EMFILE)\b/.exec(error.message)?.[1]
  if (!(error instanceof PackagingError) || code === undefined) return undefined
  return describeSystemError(Object.assign(new Error(), { code }))
}

/** What node:util's parseArgs throws for an unknown or malformed option. */
function isOfParsing(error: Error): boolean {
  return String(Reflect.get(error, 'code')).startsWith('ERR_PARSE_ARGS')
}

/** Node adds advice on how to pass it as a word. */
function explainParsing(message: string, command?: Pick<Command, 'name' | 'options'>): string {
  const [sentence = message] = message.split(/\.\s/)
  const typed = /^Unknown option '--([^']+)'/.exec(message)?.[1]
  const nearest = typed && nearestWord(typed, Object.keys(command?.options ?? {}))
  const meant = nearest ? `; there is --${nearest}` : ''
  return `${sentence.replace(/\.$/, '')}${meant}: see npx tailrace help ${command?.name ?? ''}.`
}
