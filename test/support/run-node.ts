import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'

export interface Ended {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
  /** Command lines of processes that it started and that outlived it. */
  readonly left: readonly string[]
}

/** Runs a Node program to its end, with the environment of this process but for what is given. */
export async function runNode(args: readonly string[], env: NodeJS.ProcessEnv): Promise<Ended> {
  const child = spawn(process.execPath, args, {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    // A group of its own, by which what it leaves is found.
    detached: true,
  })
  const said = { stdout: '', stderr: '' }
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (text) => {
      said[name] += text
    })
  }
  await once(child, 'exit')
  const left = listProcessGroup(child.pid)
  if (left.length > 0 && child.pid !== undefined) process.kill(-child.pid, 'SIGKILL')
  return { code: child.exitCode, ...said, left }
}

function listProcessGroup(group: number | undefined): string[] {
  const listed = execFileSync('ps', ['-eo', 'pgid=,args='], { encoding: 'utf8' })
  return listed.split('\n').filter((line) => line.trim().startsWith(`${group} `))
}
