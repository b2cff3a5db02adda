/**
 * Moves what `Date` shows in this process. Timers, and what counts from the start of the process, run
 * on as they are.
 */

const MachineDate = Date

/** The machine's own time, whatever `Date` shows. Epoch milliseconds. */
export const machineNow: () => number = Date.now

let shiftedByMs = 0
let isShifted = false

/** @param byMs from the machine's time on; what was shifted before is forgotten. */
export function shiftDate(byMs: number): void {
  shiftedByMs = byMs
  if (byMs === 0 || isShifted) return
  isShifted = true
  const now = () => machineNow() + shiftedByMs
  // Also for who took hold of `Date` before.
  MachineDate.now = now
  globalThis.Date = new Proxy(MachineDate, {
    construct: (target, args: unknown[], newTarget) =>
      Reflect.construct(target, args.length === 0 ? [now()] : args, newTarget),
    apply: () => new MachineDate(now()).toString(),
  })
}
