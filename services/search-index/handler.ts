import * as v from 'valibot'
import { type AnswerRequestOptions, answerRequest } from './answer-request.ts'
import {
  type CustomResourceResult,
  customResourceRequest,
  type Respond,
  toResponse,
} from './custom-resource.ts'

/** Kept free at the end to deliver the answer, ms. */
const RESPOND_MS = 10_000

export interface SearchIndexOptions extends Omit<AnswerRequestOptions, 'hasTime'> {
  readonly respond: Respond
}

interface TimeLeft {
  getRemainingTimeInMillis(): number
}

export type SearchIndexHandler = (event: unknown, context: TimeLeft) => Promise<void>

/**
 * The function behind the custom resource. It always answers CloudFormation, which would otherwise
 * wait for an hour: on failure, and shortly before its own time is up, it answers FAILED.
 *
 * It throws only when the request is none, or the answer could not be delivered; Lambda then tries
 * again.
 */
export function createSearchIndexHandler(options: SearchIndexOptions): SearchIndexHandler {
  return async (event, context) => {
    const request = v.parse(customResourceRequest, event)
    const timeLeftMs = () => context.getRemainingTimeInMillis() - RESPOND_MS
    const isAnswered = new AbortController()
    const result = await Promise.race([
      answerRequest(request, { ...options, hasTime: () => timeLeftMs() > 0 }),
      answerLate(options.pause(Math.max(0, timeLeftMs()), isAnswered.signal)),
    ])
    isAnswered.abort()
    await options.respond(request.ResponseURL, toResponse(request, result))
  }
}

async function answerLate(timeIsUp: Promise<void>): Promise<CustomResourceResult> {
  await timeIsUp
  return { Status: 'FAILED', Reason: 'resource.timeout: the search domain did not answer in time.' }
}
