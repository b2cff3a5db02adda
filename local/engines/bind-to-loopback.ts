import { Server } from 'node:net'

/**
 * Makes every server of this process listen on the loopback address alone, for a library that
 * listens on all addresses and cannot be told otherwise.
 */
export function bindToLoopback(): void {
  const listen = Server.prototype.listen
  Server.prototype.listen = function listenOnLoopback(this: Server, ...args: unknown[]): Server {
    const [first, ...rest] = args
    const onLoopback =
      typeof first === 'object' && first !== null
        ? { ...first, host: '127.0.0.1' }
        : { port: Number(first), host: '127.0.0.1' }
    const callback = rest.find((argument) => typeof argument === 'function')
    return Reflect.apply(listen, this, callback ? [onLoopback, callback] : [onLoopback])
  } as typeof listen
}
