import { isRecord } from '../../shared/json/is-record.ts'
import type { Chaos } from '../chaos/chaos.ts'
import { listMistakes } from '../chaos/check-faults.ts'
import type { Faults } from '../chaos/fault.ts'
import type { EndpointReply, EndpointRequest } from './endpoint-server.ts'

/** Where the models' listener takes faults. */
export const CHAOS_PATH = '/chaos'
const JUMP_PATH = `${CHAOS_PATH}/jump`

/** How the models' time is moved. */
export interface MovableTime {
  jump(ms: number): void
  /** All jumps together, milliseconds. */
  jumpedMs(): number
}

/** What is set: the answer to every call. */
export interface ChaosState {
  readonly faults: Faults
  readonly seed: number
  readonly jumpedMs: number
}

/** Our own: longer than SQS keeps a message. */
export const JUMP_MS_MAX = 31 * 24 * 60 * 60_000

/**
 * Our own API for faults: `GET /chaos` says what is set, `PUT /chaos` replaces it by `{faults, seed}`,
 * `PUT /chaos/jump` moves time by `{ms}`. What is wrong with a request is listed in a 400 as `mistakes`.
 *
 * @returns undefined for a request that is none of these.
 */
export function serveChaos(
  chaos: Chaos,
  time: MovableTime,
): (request: EndpointRequest) => EndpointReply | undefined {
  const state = (): ChaosState => ({
    faults: chaos.faults(),
    seed: chaos.seed(),
    jumpedMs: time.jumpedMs(),
  })
  const set = (body: unknown) => {
    const { faults, seed } = isRecord(body) ? body : {}
    const mistakes = [...listMistakes(faults), ...listSeedMistakes(seed)]
    if (mistakes.length === 0) chaos.set(faults as Faults, seed as number)
    return mistakes
  }
  const jump = (body: unknown) => {
    const ms = isRecord(body) ? body.ms : undefined
    if (!isJump(ms)) {
      return [
        `A jump is a whole number of ms from 1 to ${JUMP_MS_MAX} (31 days): time only moves forward.`,
      ]
    }
    time.jump(ms)
    return []
  }
  const answer = (mistakes: readonly string[]) =>
    mistakes.length > 0 ? toReply(400, { mistakes }) : toReply(200, state())
  return ({ method, path, body }) => {
    if (path === CHAOS_PATH && method === 'GET') return toReply(200, state())
    if (method !== 'PUT') return undefined
    if (path === CHAOS_PATH) return answer(set(parse(body)))
    if (path === JUMP_PATH) return answer(jump(parse(body)))
    return undefined
  }
}

function isJump(ms: unknown): ms is number {
  return typeof ms === 'number' && Number.isInteger(ms) && ms >= 1 && ms <= JUMP_MS_MAX
}

/** Of randomness: 32 bits. */
export const SEED_MAX = 2 ** 32 - 1

function listSeedMistakes(seed: unknown): readonly string[] {
  if (typeof seed === 'number' && Number.isInteger(seed) && seed >= 0 && seed <= SEED_MAX) return []
  return [`The seed is a whole number from 0 to ${SEED_MAX}.`]
}

/** What is no JSON is nothing: that is said of what is missing. */
function parse(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch {
    return undefined
  }
}

function toReply(status: number, body: unknown): EndpointReply {
  return { status, contentType: 'application/json', body: JSON.stringify(body) }
}
