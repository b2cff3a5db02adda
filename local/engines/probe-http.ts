import { messageOf } from '../message-of.ts'

/** Asks whether anything answers at a URL. @returns undefined for any answer, a refusal too; else the reason. */
export async function probeHttp(url: string, signal: AbortSignal): Promise<string | undefined> {
  try {
    const response = await fetch(url, { signal })
    await response.body?.cancel()
    return undefined
  } catch (error) {
    // fetch itself says no more than that it failed.
    return messageOf(error instanceof Error ? (error.cause ?? error) : error)
  }
}
