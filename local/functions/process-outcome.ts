import type { ChildProcess } from 'node:child_process'
import type { ProcessMessage } from './function-messages.ts'

/** What a process does next: it says something, ends, or is silent for too long. */
export type ProcessOutcome =
  | ProcessMessage
  | {
      readonly kind: 'exited'
      readonly code: number | null
      readonly signal: string | null
      /** It could not be started or spoken to. */
      readonly problem?: string
    }
  | { readonly kind: 'timed-out' }

/** The process's next message, its end, or silence for `timeoutMs`: whichever is first. */
export function nextOutcome(child: ChildProcess, timeoutMs: number): Promise<ProcessOutcome> {
  return new Promise((resolve) => {
    const settle = (outcome: ProcessOutcome) => {
      clearTimeout(timer)
      child.off('message', onMessage).off('exit', onExit).off('error', onError)
      resolve(outcome)
    }
    const onMessage = (message: unknown) => settle(message as ProcessMessage)
    const onExit = (code: number | null, signal: string | null) =>
      settle({ kind: 'exited', code, signal })
    const onError = ({ message }: Error) =>
      settle({ kind: 'exited', code: null, signal: null, problem: message })
    const timer = setTimeout(() => settle({ kind: 'timed-out' }), timeoutMs)
    child.on('message', onMessage).on('exit', onExit).on('error', onError)
    if (child.exitCode !== null || child.signalCode !== null) {
      onExit(child.exitCode, child.signalCode)
    }
  })
}
