import type { Storm, StormWrite, Weather } from './storm.ts'

/**
 * How to run a storm again: the one command, and where other storms had passed over its pipeline, the
 * command that has them pass too.
 *
 * @param firstSeed of the storms that passed over its pipeline, one after the other.
 */
export function describeReplay({ seed }: Pick<Storm, 'seed'>, firstSeed: number): string {
  const alone = `Replay: node test/storms/run-storms.ts --seed ${seed}`
  if (firstSeed === seed) return alone
  return `${alone}
With those before it: node test/storms/run-storms.ts --seed ${firstSeed} --count ${seed - firstSeed + 1}`
}

/** What happens in a storm, a line each, in its order. */
export function describeStorm({ seed, forMs, writes, weather, dead }: Storm): readonly string[] {
  const kinds = Map.groupBy(writes, ({ kind }) => kind)
  const counts = [...kinds].map(([kind, all]) => `${all.length} ${kind}`).join(', ')
  return [
    `Storm ${seed}: ${forMs} ms, ${writes.length} writes (${counts})`,
    ...(dead ? [`  ${dead.sink} is dead throughout: ${JSON.stringify(dead.by)}`] : []),
    ...weather.map((one) => `  ${describeWeather(one)}`),
  ]
}

/** Every write, a line each. */
export function describeWrites({ writes }: Storm): readonly string[] {
  return writes.map(
    ({ atMs, kind, customer, order, version }: StormWrite) =>
      `  ${atMs} ms: ${kind} order ${order} of customer ${customer}, version ${version}`,
  )
}

function describeWeather({ kind, fromMs, ...rest }: Weather): string {
  const { toMs, ...about } = { toMs: undefined, ...rest }
  const span = toMs === undefined ? `${fromMs} ms` : `${fromMs}-${toMs} ms`
  return `${span}: ${kind} ${JSON.stringify(about)}`
}
