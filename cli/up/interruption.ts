import { removeRuntimeFile } from '../../local/runtime-file.ts'
import { type CommandContext, EXIT } from '../command.ts'

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/** The wish to stop, and a way to no longer hear of it. */
export interface Interruption {
  readonly signal: AbortSignal
  stopListening(): void
}

/**
 * Listens for Ctrl-C, SIGTERM and a closed terminal. The first asks for a clean stop; a second one
 * leaves at once, and the engines end with this process.
 */
export function listenForInterruption({ print, stateDir }: CommandContext): Interruption {
  const controller = new AbortController()
  const interrupt = () => {
    if (controller.signal.aborted) leaveAtOnce(stateDir)
    controller.abort(new Error('interrupted'))
    print('Stopping ... (Ctrl-C again leaves at once)')
  }
  // A terminal that is gone takes no more lines.
  const lostTerminal = () => controller.abort(new Error('the terminal is gone'))

  for (const signal of SIGNALS) process.on(signal, interrupt)
  process.stdout.on('error', lostTerminal)
  return {
    signal: controller.signal,
    stopListening: () => {
      for (const signal of SIGNALS) process.off(signal, interrupt)
    },
  }
}

function leaveAtOnce(stateDir: string): never {
  removeRuntimeFile(stateDir)
  process.exit(EXIT.failed)
}
