import { createLimiter } from './limiter.ts'
import { publishRuntimeFile, type RuntimeFile } from './runtime-file.ts'

type Published = Parameters<typeof publishRuntimeFile>[1]

/** The runtime file from when it says ready; kept right while engines get new processes. */
export interface RuntimePublication {
  /** @param read what is to stand there, read anew each time. */
  publish(read: () => Published): Promise<void>
  /** Writes it again, once it was published; before that there is nothing to keep right. */
  refresh(): Promise<void>
  /** @throws Error before it was published. */
  current(): RuntimeFile
}

export function createRuntimePublication(stateDir: string): RuntimePublication {
  const oneAtATime = createLimiter(1)
  let readNow: (() => Published) | undefined
  let file: RuntimeFile | undefined
  const refresh = () =>
    oneAtATime(async () => {
      if (readNow !== undefined) file = await publishRuntimeFile(stateDir, readNow())
    })

  return {
    refresh,
    publish: (read) => {
      readNow = read
      return refresh()
    },
    current: () => {
      if (file === undefined) throw new Error('the runtime file was not published yet')
      return file
    },
  }
}
