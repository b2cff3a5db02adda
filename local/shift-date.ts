/**
 * Moves what `Date` shows in a process. Timers, and what counts from the start of the process, run on
 * as they are.
 */

const MachineDate = Date

/** The machine's own time, whatever `Date` shows. Epoch milliseconds. */
export const machineNow: () => number = Date.now

let shiftedByMs = 0
let isShifted = false
const now = () => machineNow() + shiftedByMs

/**
 * To be called, with 0 if with nothing else, before any code that may take hold of `Date.now`.
 *
 * @param byMs from the machine's time on; what was shifted before is forgotten.
 */
export function shiftDate(byMs: number): void {
  shiftedByMs = byMs
  MachineDate.now = now
  if (byMs === 0 || isShifted) return
  isShifted = true
  globalThis.Date = new Proxy(MachineDate, {
    construct: (target, args: unknown[], newTarget) =>
      Reflect.construct(target, args.length === 0 ? [now()] : args, newTarget),
    apply: () => new MachineDate(now()).toString(),
  })
}
