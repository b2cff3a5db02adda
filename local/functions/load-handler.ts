import { existsSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import {
  CallbackHandlerError,
  HandlerNotFoundError,
  ImportModuleError,
  MalformedHandlerNameError,
  UserCodeSyntaxError,
} from './runtime-errors.ts'

export type Handler = (event: unknown, context: unknown) => unknown

/** Lambda looks for them in this order. */
const EXTENSIONS = ['', '.js', '.mjs', '.cjs']

/** `event`, `context` and no callback. */
const ARGUMENTS_MAX = 2

/**
 * Loads `dist/one/index.handler` from an unpacked package, as Lambda's runtime client does.
 *
 * @throws what the code throws while it loads, or an error that says what is wrong with the handler.
 */
export async function loadHandler(folder: string, name: string): Promise<Handler> {
  const [, moduleName, path] = /^([^.]*)\.(.*)$/.exec(basename(name)) ?? []
  if (moduleName === undefined || path === undefined || name.includes('..')) {
    throw new MalformedHandlerNameError(`'${name}' is not a valid handler name.`)
  }
  const loaded = await loadModule(join(folder, dirname(name), moduleName))

  const handler = findIn(loaded, path) ?? findIn(loaded.default, path)
  if (!handler) throw new HandlerNotFoundError(`${name} is undefined or not exported`)
  if (typeof handler !== 'function') throw new HandlerNotFoundError(`${name} is not a function`)
  if (handler.length > ARGUMENTS_MAX) {
    throw new CallbackHandlerError(
      `${name} takes a callback. AWS Lambda has removed support for callback-based function handlers starting with Node.js 24.`,
    )
  }
  return handler as Handler
}

async function loadModule(pathWithoutExtension: string): Promise<Record<string, unknown>> {
  const file = EXTENSIONS.map((extension) => pathWithoutExtension + extension).find(existsSync)
  if (file === undefined) {
    throw new ImportModuleError(`Error: Cannot find module '${basename(pathWithoutExtension)}'`)
  }
  try {
    return (await import(pathToFileURL(file).href)) as Record<string, unknown>
  } catch (error) {
    if (error instanceof SyntaxError) throw new UserCodeSyntaxError(String(error), { cause: error })
    const { code } = error as NodeJS.ErrnoException
    if (code === 'MODULE_NOT_FOUND') throw new ImportModuleError(String(error), { cause: error })
    throw error
  }
}

/** `a.b` of an object, undefined where there is none. */
function findIn(value: unknown, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>(
      (found, key) =>
        found !== null && typeof found === 'object'
          ? (found as Record<string, unknown>)[key]
          : undefined,
      value,
    )
}
