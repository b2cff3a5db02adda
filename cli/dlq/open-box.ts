import { definitions } from '../../entities/index.ts'
import { createS3ParkedBox } from '../../shared/adapters/s3-parked-box.ts'
import { createSqsLetterBox } from '../../shared/adapters/sqs-letter-box.ts'
import type { TableKeys } from '../../shared/entity/table-keys.ts'
import { BOXES, type Box } from '../../shared/redrive/boxes.ts'
import type { LetterBox } from '../../shared/redrive/letter-box.ts'
import { InputError } from '../command.ts'
import { type Deployment, requireResource } from '../deployment/deployment.ts'

/**
 * How long nobody else gets letters that one command has; it gives them back at its end, but for one that
 * is killed. While they are sent they are held anew again and again.
 */
const HOLD_SECONDS = { look: 60, send: 30 } as const

/** A box of a deployment, to be read once from its beginning. */
export function openBox(
  box: Box,
  deployment: Deployment,
  purpose: keyof typeof HOLD_SECONDS,
): LetterBox {
  const place = requireResource(deployment, box.resource)
  return box.of === 'bucket'
    ? createS3ParkedBox(deployment.s3, place)
    : createSqsLetterBox(deployment.sqs, place, {
        holdSeconds: HOLD_SECONDS[purpose],
      })
}

/** The boxes that a deployment has. */
export function boxesOf({ resources }: Deployment): readonly Box[] {
  return BOXES.filter(({ resource }) => resources[resource] !== undefined)
}

/** @throws InputError when there is no box of that name. */
export function requireBox(name: string, boxes: readonly Box[] = BOXES): Box {
  const box = boxes.find((one) => one.name === name)
  if (box !== undefined) return box
  throw new InputError(
    `There is no "${name}"; there is ${boxes.map((one) => one.name).join(', ')}.`,
  )
}

/** All entities are of one table. */
export function tableKeys(): TableKeys {
  const [first] = definitions
  if (first === undefined) throw new Error('no entity is defined')
  return first.table
}
