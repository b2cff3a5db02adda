import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

/** So that what is measured next is what is still used. */
export function collectGarbage(): void {
  setFlagsFromString('--expose-gc')
  runInNewContext('gc')()
}

/** In use after a collection, MiB. */
export function heapMib(): number {
  collectGarbage()
  const { heapUsed, external } = process.memoryUsage()
  return (heapUsed + external) / 2 ** 20
}
