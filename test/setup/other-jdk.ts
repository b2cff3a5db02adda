import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'

const FOLDERS_OF_JDKS = ['/usr/lib/jvm', '/Library/Java/JavaVirtualMachines']
const OPENSEARCH_3_JDK_MAJOR_MIN = 24

/**
 * The home of a JDK that starts the other OpenSearch line (3.x), if one is installed: named by a
 * `JAVA_HOME...` variable, as CI machines have them, or in the system's folder of JDKs.
 */
export function findJdkForOpenSearch3(): string | undefined {
  const named = Object.entries(process.env).filter(([name]) => name.startsWith('JAVA_HOME'))
  const installed = FOLDERS_OF_JDKS.filter((folder) => existsSync(folder)).flatMap((folder) =>
    readdirSync(folder).flatMap((name) => [
      join(folder, name),
      join(folder, name, 'Contents', 'Home'),
    ]),
  )
  const homes = [...named.map(([, home]) => home ?? ''), ...installed]
  return homes.find((home) => majorOf(home) >= OPENSEARCH_3_JDK_MAJOR_MIN)
}

function majorOf(home: string): number {
  const javac = join(home, 'bin', 'javac')
  if (!existsSync(javac)) return 0
  const version = execFileSync(javac, ['-version'], { encoding: 'utf8' })
  return Number(/javac (\d+)/.exec(version)?.[1] ?? 0)
}
