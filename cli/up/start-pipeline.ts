import { join } from 'node:path'
import type { SignalListener } from '../../local/signals.ts'
import { type LocalPipeline, startLocal } from '../../local/start-local.ts'
import type { CommandContext } from '../command.ts'
import { LOCAL_STAGE } from '../local-stage.ts'

/** Starts the pipeline and says how far it is. */
export async function startPipeline(
  onSignal: SignalListener,
  { keep, signal }: { readonly keep: boolean; readonly signal: AbortSignal },
  { env, print, root, stateDir }: CommandContext,
): Promise<LocalPipeline> {
  const begun = performance.now()
  print(`Starting Tailrace on this machine${keep ? ', keeping its data' : ''}`)
  const pipeline = await startLocal({
    stage: LOCAL_STAGE,
    stateDir,
    keep,
    enginesDir: join(root, '.tailrace', 'engines'),
    env,
    signal,
    onSignal,
    onNotice: (message) => print(`  ${message}`),
    onStep: (step, elapsedMs) => print(`  ${step.padEnd(28)} ${seconds(elapsedMs)}`),
  })
  print(`Ready after ${seconds(performance.now() - begun)}`)
  return pipeline
}

function seconds(ms: number): string {
  return `${(ms / 1_000).toFixed(1)} s`
}
