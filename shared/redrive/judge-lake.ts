import type { JudgeChanges } from './judge-changes.ts'

/** The lake takes every change once more: its views show each of them once. */
export const judgeLake: JudgeChanges = async (events) => events.map(() => ({ verdict: 'applied' }))
