import { because, modelled, noLocalMeaning, objectOf } from '../../template/property-support.ts'
import type { ResourceModel } from '../resource-model.ts'
import { createEventBus } from './event-bus.ts'
import { BUS_NAME } from './limits.ts'

/** A custom event bus (Classic), in this process. */
export const eventBus: ResourceModel = {
  type: 'AWS::Events::EventBus',

  support: objectOf(
    {
      Name: modelled(),
      DeadLetterConfig: noLocalMeaning(
        'An event that the bus cannot encrypt or decrypt goes there; nothing is encrypted locally.',
      ),
      Description: noLocalMeaning(because.description),
      KmsKeyIdentifier: noLocalMeaning(because.encryption),
      LogConfig: noLocalMeaning(because.logging),
      Tags: noLocalMeaning(because.tags),
    },
    { required: ['Name'] },
  ),

  async create({ logicalId, properties }, { names, buses, emit, kept }) {
    const name = requireOwnName(String(properties.Name))
    const arn = names.arn('events', `event-bus/${name}`)
    const bus = createEventBus({
      arn,
      name,
      onAccepted: (event) => emit({ type: 'event.accepted', bus: name, event }),
      journal: kept?.journal(logicalId),
    })
    buses.set(arn, bus)
    return {
      ref: name,
      attributes: { Arn: arn, Name: name },
      resume: bus.resume,
      stop: bus.idle,
    }
  },
}

/** @throws Error for a name that AWS refuses. */
function requireOwnName(name: string): string {
  if (name !== 'default' && BUS_NAME.test(name)) return name
  throw new Error(
    `${name} cannot be a bus’s name: at most 256 letters, digits and ./-_, and not "default"`,
  )
}
