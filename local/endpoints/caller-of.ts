import { readCaller } from '../gateway/read-caller.ts'
import type { EndpointRequest } from './endpoint-server.ts'

/** Logical id of the function that signed a request; undefined for anybody else's. */
export type CallerOf = (headers: EndpointRequest['headers']) => string | undefined

/** @param isFunction whether the access key is a function's own: that is its logical id. */
export function createCallerOf(isFunction: (accessKeyId: string) => boolean): CallerOf {
  return (headers) => {
    const { accessKeyId } = readCaller(headers, new URLSearchParams()) ?? {}
    return accessKeyId !== undefined && isFunction(accessKeyId) ? accessKeyId : undefined
  }
}
