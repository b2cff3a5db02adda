/**
 * What flows. A new kind of item is a file beside this one and a line here; where two key patterns
 * match an item, the first one listed has it.
 */
import { defineEntities } from '../shared/entity/define-entities.ts'
import { order } from './order.ts'

export const definitions = defineEntities([order])
