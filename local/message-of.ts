/** What went wrong, in one line; a system error without a message gives its code. */
export function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const code = (error as NodeJS.ErrnoException).code
  return error.message || (code ?? error.name)
}
