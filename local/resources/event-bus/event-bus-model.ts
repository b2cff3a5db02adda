import {
  actsOnFailure,
  because,
  modelled,
  noLocalMeaning,
  objectOf,
} from '../../template/property-support.ts'
import type { ResourceModel } from '../resource-model.ts'
import { createEventBus } from './event-bus.ts'

/** A custom event bus (Classic), in this process. */
export const eventBus: ResourceModel = {
  type: 'AWS::Events::EventBus',

  support: objectOf({
    Name: modelled(),
    DeadLetterConfig: actsOnFailure('an event that the bus cannot encrypt or decrypt goes there'),
    Description: noLocalMeaning(because.description),
    KmsKeyIdentifier: noLocalMeaning(because.encryption),
    LogConfig: noLocalMeaning(because.logging),
    Tags: noLocalMeaning(because.tags),
  }),

  async create({ properties }, { names, buses, emit }) {
    const name = String(properties.Name)
    const arn = names.arn('events', `event-bus/${name}`)
    const bus = createEventBus({
      arn,
      name,
      onAccepted: (event) => emit({ type: 'event.accepted', bus: name, event }),
    })
    buses.set(arn, bus)
    return { ref: name, attributes: { Arn: arn, Name: name }, stop: () => bus.idle() }
  },
}
