import { InputError } from '../command.ts'
import type { Deployment } from './deployment.ts'

/** Flags of every command that works here and on AWS. */
export const DEPLOYMENT_OPTIONS = {
  stage: { type: 'string' },
  region: { type: 'string' },
} as const

export const DEPLOYMENT_HELP = `  --stage NAME    of a deployed stage on AWS, not of the runtime here
  --region NAME   its region, where the environment names none (AWS_REGION)`

interface WantedDeployment {
  readonly stage?: string | undefined
  readonly region?: string | undefined
}

/** @throws InputError for a region without a stage. */
export function checkRegion({ stage, region }: WantedDeployment): void {
  if (stage === undefined && region !== undefined) {
    throw new InputError('--region is for --stage: here there is none.')
  }
}

/** @throws InputError for a region without a stage, EnvironmentError when it is not there. */
export async function openDeployment(
  wanted: WantedDeployment,
  stateDir: string,
): Promise<Deployment> {
  checkRegion(wanted)
  const { stage, region } = wanted
  if (stage === undefined) {
    const { openLocalDeployment } = await import('./local-deployment.ts')
    return openLocalDeployment(stateDir)
  }
  const { openStageDeployment } = await import('./stage-deployment.ts')
  return openStageDeployment(stage, region)
}
