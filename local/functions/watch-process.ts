import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import { RUNTIME_RSS_MIB, WATCH_INTERVAL_MS } from './limits.ts'

export interface MemoryLimit {
  /** Kills the process if it is above its limit now. */
  enforce(): void
}

/** A thread of its own, so that it also acts while the handler keeps the main one busy. */
const WATCHER = `
const { parentPort, workerData: { runtimePid, ownRss, intervalMs } } = require('node:worker_threads')
const rssMax = process.memoryUsage.rss() + ownRss
setInterval(() => {
  if (process.ppid !== runtimePid || process.memoryUsage.rss() > rssMax) {
    process.kill(process.pid, 'SIGKILL')
  }
}, intervalMs)
parentPort.postMessage(rssMax)
`

/**
 * Kills this process when the runtime is gone, and when it takes more memory than the function has.
 *
 * AWS counts all of a process's memory, the heap and what lies beside it. What this process takes
 * before it has loaded any code of the function differs by machine and holds more than Lambda's own
 * runtime does; it is counted as what that takes on AWS.
 */
export async function watchProcess(runtimePid: number, memoryMib: number): Promise<MemoryLimit> {
  const ownRss = Math.max(0, memoryMib - RUNTIME_RSS_MIB) * 1024 * 1024
  const workerData = { runtimePid, ownRss, intervalMs: WATCH_INTERVAL_MS }
  const watcher = new Worker(WATCHER, { eval: true, env: {}, execArgv: [], workerData })
  const [rssMax] = (await once(watcher, 'message')) as [number]
  watcher.unref()
  return {
    enforce() {
      if (process.memoryUsage.rss() > rssMax) process.kill(process.pid, 'SIGKILL')
    },
  }
}
