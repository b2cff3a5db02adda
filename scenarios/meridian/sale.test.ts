import { describe, expect, it } from 'vitest'
import { toAttributeMap } from '../../cli/publish/attribute-map.ts'
import { definitions } from '../../entities/index.ts'
import { createItemProjector } from '../../local/agreement/project-item.ts'
import { COLD_RATE, HOT_CUSTOMER, HOT_RATE, planSale, REMOVED, type SaleChange } from './sale.ts'
import { timelineOf } from './timeline.ts'

const TIMELINE = timelineOf(60)
const PLAN = planSale({ seed: 7, timeline: TIMELINE })

describe('planSale', () => {
  it('plans the same for the same seed, and something else for another', () => {
    expect(planSale({ seed: 7, timeline: TIMELINE })).toEqual(PLAN)
    expect(planSale({ seed: 8, timeline: TIMELINE })).not.toEqual(PLAN)
  })

  it('makes one key hot from the beginning of the sale to its end', () => {
    const { sale, over } = TIMELINE
    const [hot, cold] = [true, false].map((isHot) =>
      PLAN.filter(({ order }) => (order.customerId === HOT_CUSTOMER) === isHot),
    ) as [SaleChange[], SaleChange[]]

    expect(hot.filter(({ event }) => event === undefined)).toHaveLength(HOT_RATE * (over - sale))
    expect(hot[0]?.atMs).toBe(sale * 1_000)
    expect(cold).toHaveLength(COLD_RATE * over)
    expect(Math.max(...PLAN.map(({ atMs }) => atMs))).toBeLessThan(over * 1_000)
  })

  it('plans in the order of time, in which the marks of an item rise', () => {
    const times = PLAN.map(({ atMs }) => atMs)
    const marks = Map.groupBy(PLAN, ({ id }) => id)

    expect(times).toEqual(times.toSorted((one, other) => one - other))
    for (const changes of marks.values()) {
      const ofItem = changes.map(({ mark }) => mark)
      expect(ofItem).toEqual([...new Set(ofItem)].sort())
    }
    expect(PLAN.some(({ mark }) => mark === REMOVED)).toBe(true)
  })

  it('writes one order malformed, which fits no schema, and corrects it; all else fits', () => {
    const tokenKey = { keyId: 'k1', key: 'x'.repeat(64) }
    const project = createItemProjector({ definitions, tokenKey })
    const fits = ({ item }: SaleChange) =>
      item === undefined || project(toAttributeMap(item))?.image !== undefined

    const unfit = PLAN.filter((change) => !fits(change))

    expect(unfit).toMatchObject([{ event: 'malformed', atMs: TIMELINE.malformed * 1_000 }])
    expect(PLAN.filter(({ isMalformed }) => isMalformed)).toEqual(unfit)
    expect(PLAN.findLast(({ id }) => id === unfit[0]?.id)).toMatchObject({ event: 'corrected' })
  })
})
