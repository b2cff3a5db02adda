import type { Fault, Faults } from '../../local/chaos/fault.ts'
import type { Hop } from '../../local/chaos/hops.ts'
import type { StormPipeline } from './storm-pipeline.ts'

interface HopFault {
  readonly hop: Hop
  readonly fault: Fault
}

/** Who puts faults to hops; of two at one hop the later one counts. */
export interface FaultHands {
  begin(fault: HopFault): void
  end(fault: HopFault): void
  endAll(options: { readonly except: HopFault | undefined }): void
}

export function createFaultHands({ pipeline: { chaos } }: StormPipeline, seed: number): FaultHands {
  let current: readonly HopFault[] = []
  let changes = 0
  const change = (faults: readonly HopFault[]) => {
    current = faults
    changes += 1
    const byHop = Object.fromEntries(current.map(({ hop, fault }) => [hop, fault])) as Faults
    chaos.set(byHop, seed + changes)
  }
  return {
    begin: (fault) => change([...current, fault]),
    end: (fault) => change(current.filter((one) => one !== fault)),
    endAll: ({ except }) => change(except ? [except] : []),
  }
}
