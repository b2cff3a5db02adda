/** What went wrong, in one line; a system error without a message gives its code. */
export function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  // Node's fetch keeps the reason to itself.
  if (error.message === 'fetch failed' && error.cause !== undefined) return messageOf(error.cause)
  const code = (error as NodeJS.ErrnoException).code
  return error.message || (code ?? error.name)
}
