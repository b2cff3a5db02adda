import type { FunctionError } from './function-messages.ts'

/** Errors of Lambda's runtime itself; the names are AWS's. */
export class HandlerNotFoundError extends Error {
  override readonly name = 'Runtime.HandlerNotFound'
}
export class MalformedHandlerNameError extends Error {
  override readonly name = 'Runtime.MalformedHandlerName'
}
export class ImportModuleError extends Error {
  override readonly name = 'Runtime.ImportModuleError'
}
export class UserCodeSyntaxError extends Error {
  override readonly name = 'Runtime.UserCodeSyntaxError'
}
export class CallbackHandlerError extends Error {
  override readonly name = 'Runtime.CallbackHandlerDeprecated'
}
export class JsonStringifyError extends Error {
  override readonly name = 'Runtime.JSONStringifyError'
}

/** An error as Lambda reports it; Lambda writes it into the function's log as well. */
export function describeError(error: unknown): FunctionError {
  const described =
    error instanceof Error
      ? {
          errorType: error.name,
          errorMessage: error.message,
          trace: error.stack?.split('\n') ?? [],
        }
      : { errorType: typeof error, errorMessage: String(error), trace: [] }
  const line = { timestamp: new Date().toISOString(), level: 'ERROR', message: described }
  process.stderr.write(`${JSON.stringify(line)}\n`)
  return described
}
