import { execFileSync } from 'node:child_process'

/** What runs with the folder in its command line: engines and packaging. */
export function processesNaming(folder: string): string[] {
  const listed = execFileSync('ps', ['-ww', '-eo', 'pid=,args='], { encoding: 'utf8' })
  return listed.split('\n').filter((line) => line.includes(folder))
}

/** Ends those of a test's own folder, also one that is frozen. */
export function killProcessesNaming(folder: string): void {
  for (const line of processesNaming(folder)) {
    try {
      process.kill(Number.parseInt(line, 10), 'SIGKILL')
    } catch (error) {
      // It ended meanwhile.
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
    }
  }
}
