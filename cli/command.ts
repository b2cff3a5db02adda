import type { ParseArgsOptionsConfig } from 'node:util'

/** What every command of the command line is, and what it is given. */
export interface Command {
  readonly name: string
  /** One line for the list of commands. */
  readonly summary: string
  /** The whole help text. */
  readonly help: string
  /** Its flags, for the name that somebody meant who mistyped one. */
  readonly options: ParseArgsOptionsConfig
  run(args: readonly string[], context: CommandContext): Promise<ExitCode>
}

export interface CommandContext {
  readonly env: NodeJS.ProcessEnv
  /** `.tailrace` of this checkout, as an absolute path. */
  readonly stateDir: string
  readonly root: string
  /** A line for a person or a program to read. */
  readonly print: (line: string) => void
  /** A line for a person only, beside what a program reads: how far a command has come. */
  readonly note?: (line: string) => void
  readonly stdin: NodeJS.ReadableStream
}

/** The exit codes of every command. */
export const EXIT = { ok: 0, failed: 1, input: 2, environment: 3 } as const
export type ExitCode = (typeof EXIT)[keyof typeof EXIT]

/** What the user typed cannot be done: said in one sentence with the way out, exit code 2. */
export class InputError extends Error {
  override readonly name = 'InputError'
}
