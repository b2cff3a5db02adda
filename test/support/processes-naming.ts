import { execFileSync } from 'node:child_process'

/** What runs with the folder in its command line: engines and packaging. */
export function processesNaming(folder: string): string[] {
  const listed = execFileSync('ps', ['-ww', '-eo', 'pid=,args='], { encoding: 'utf8' })
  return listed.split('\n').filter((line) => line.includes(folder))
}
