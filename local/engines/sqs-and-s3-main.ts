/**
 * SQS and S3 in a process of their own: the library listens on every address and cannot be told
 * otherwise, so `listen` is bound to the loopback address here before it is loaded.
 *
 * Arguments: port, folder for the objects. Sends `ready` to its parent and ends with it.
 */
import { Server } from 'node:net'

const [port, objectsDir] = process.argv.slice(2)
if (port === undefined || objectsDir === undefined) throw new Error('port and folder are needed')

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

process.on('disconnect', () => process.exit(0))
// Ctrl-C is the runtime's to handle: it stops this process when nothing needs it any more.
process.on('SIGINT', () => undefined)

const { startFauxqs } = await import('fauxqs')
await startFauxqs({ port: Number(port), logger: false, s3StorageDir: objectsDir })
process.send?.('ready')
