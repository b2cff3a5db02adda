import type { Fault, Faults } from '../../local/chaos/fault.ts'
import type { Hop } from '../../local/chaos/hops.ts'

/** Faults of a hop beside those that are set; one of zero is taken away. */
export function addFault(faults: Faults, hop: Hop, added: Fault): Faults {
  const all = Object.entries({ ...faults[hop], ...added }).filter(([, value]) => value !== 0)
  return all.length > 0 ? { ...faults, [hop]: Object.fromEntries(all) } : withoutHop(faults, hop)
}

export function withoutHop(faults: Faults, hop: Hop): Faults {
  const { [hop]: _, ...others } = faults
  return others
}
