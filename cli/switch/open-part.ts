import { createMappingSwitch } from '../../shared/adapters/mapping-switch.ts'
import { createPipeSwitch } from '../../shared/adapters/pipe-switch.ts'
import type { Switch } from '../../shared/switch/switch.ts'
import { type Deployment, requireResource } from '../deployment/deployment.ts'
import type { Part } from './parts.ts'
import { type Keeping, readQueueKeeping, readStreamKeeping } from './read-keeping.ts'

/** A part that can be stopped and started, and what keeps its changes meanwhile. */
export interface OpenedPart {
  readonly switch: Switch
  readKeeping(): Promise<Keeping>
}

/** @throws EnvironmentError when the deployment has no such part. */
export function openPart({ kind, logicalId, queue }: Part, deployment: Deployment): OpenedPart {
  const id = requireResource(deployment, logicalId)
  const { pipes, lambda, sqs } = deployment
  if (kind === 'pipe') {
    return { switch: createPipeSwitch(pipes, id), readKeeping: () => readStreamKeeping(pipes, id) }
  }
  return {
    switch: createMappingSwitch(lambda, id),
    readKeeping: () => readQueueKeeping(sqs, requireResource(deployment, queue)),
  }
}
