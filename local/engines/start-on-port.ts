import {
  type EngineCommand,
  EngineNotStarted,
  type EngineProcess,
  startEngineProcess,
} from './engine-process.ts'
import { choosePort, freePort, isFree, type PortWish } from './ports.ts'

export type ToCommand = (port: number) => Promise<EngineCommand>

/** What a restart needs again. */
interface StartedEngine {
  readonly command: EngineCommand
  readonly port: number
  readonly first: EngineProcess
}

interface StartOnPortOptions {
  readonly env: NodeJS.ProcessEnv
  readonly onNotice: (message: string) => void
  readonly signal: AbortSignal
}

/** A port that was free may be another engine's a moment later: then a free one is taken, unless it was set. */
export async function startOnPort(
  wish: PortWish,
  toCommand: ToCommand,
  { env, onNotice, signal }: StartOnPortOptions,
): Promise<StartedEngine> {
  const startOn = async (port: number) => {
    const command = await toCommand(port)
    return { command, port, first: await startEngineProcess(command, signal) }
  }
  const port = await choosePort(wish, env, onNotice)
  try {
    return await startOn(port)
  } catch (error) {
    const isLost = error instanceof EngineNotStarted && !(await isFree(port))
    if (!isLost || env[wish.variable] !== undefined) throw error
    const other = await freePort()
    onNotice(`Port ${port} was taken meanwhile, so ${wish.name} listens on ${other}.`)
    return startOn(other)
  }
}

/** @throws EngineNotStarted; another process may have the port, and no other port would do. */
export async function startAgainOnPort(
  port: number,
  command: EngineCommand,
  signal: AbortSignal,
): Promise<EngineProcess> {
  if (await isFree(port)) return startEngineProcess(command, signal)
  throw new EngineNotStarted(command, `did not start (port ${port} is taken by another process)`)
}
