import { type ParseArgsOptionsConfig, parseArgs } from 'node:util'

/**
 * Flags and words of a command line; flags may stand anywhere between the words.
 *
 * @throws what `parseArgs` does for an unknown or malformed flag, which `explainError` knows.
 */
export function parseCommandLine<const Options extends ParseArgsOptionsConfig>(
  args: readonly string[],
  options: Options,
) {
  return parseArgs({ args: [...args], options, allowPositionals: true })
}
