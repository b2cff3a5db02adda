import { describe, expect, it } from 'vitest'
import { createFlowWatch } from './flow-watch.ts'

const DENIED = { key: 'd', text: 'R may not PutEvents', short: 'denied', isFinal: true } as const
const FAILING = { key: 'f', text: 'f failed: boom', short: 'f failed' }

describe('createFlowWatch', () => {
  it('sees a flow that stands still soon when its trouble cannot pass by itself', () => {
    const flow = createFlowWatch(0)

    flow.note(DENIED)

    expect(flow.standsStill(9_999)).toBeUndefined()
    expect(flow.standsStill(10_000)).toBe('R may not PutEvents')
  })

  it('has patience with trouble that may pass', () => {
    const flow = createFlowWatch(0)

    flow.note(FAILING)

    expect(flow.standsStill(59_999)).toBeUndefined()
    expect(flow.standsStill(60_000)).toBe('f failed: boom')
  })

  it('waits while anything moves', () => {
    const flow = createFlowWatch(0)
    flow.note(DENIED)

    flow.moved(9_000)

    expect(flow.standsStill(18_999)).toBeUndefined()
    expect(flow.standsStill(19_000)).toBe('R may not PutEvents')
  })

  it('does not blame trouble that was over before the flow stopped', () => {
    const flow = createFlowWatch(0)
    flow.note(FAILING)
    flow.moved(1_000)

    expect(flow.standsStill(61_000)).toBe('nothing has moved for 60 s')
  })

  it('does not blame trouble of which the end was told', () => {
    const flow = createFlowWatch(0)
    flow.note(DENIED)

    flow.relieve({ ends: ['d'], text: 'allowed again' })

    expect(flow.standsStill(30_000)).toBeUndefined()
  })

  it('names the first of several, which brings the others along', () => {
    const flow = createFlowWatch(0)
    flow.note(FAILING)
    flow.note({ ...FAILING, key: 'g', text: 'g failed: bang' })

    expect(flow.standsStill(60_000)).toBe('f failed: boom')
  })
})
