import { stripVTControlCharacters } from 'node:util'

/** What `execFile` rejects with. */
export interface CommandFailure {
  /** The exit code, or the system's word for why it was not started. */
  readonly code?: number | string
  readonly stdout?: string
  readonly stderr?: string
  readonly message: string
}

/** One sentence that says what Maven lacks, and the way out. */
export function describeMavenFailure(profile: string, failure: CommandFailure): string {
  if (failure.code === 'ENOENT') {
    return 'Maven is missing (mvn was not found on the PATH), and it fetches the engines: install it, for example from https://maven.apache.org/install.html.'
  }
  const said = firstLineOf(failure)
  if (/No space left on device/i.test(`${failure.stdout}${failure.stderr}`)) {
    return `Maven could not fetch the engine ${profile}: there is no room on the disk. Free some, then try again.`
  }
  return `Maven could not fetch the engine ${profile} ("${said}"): see that this machine reaches Maven Central, or set a proxy or mirror in ~/.m2/settings.xml.`
}

/** What the command said first, without Maven's own marks. */
export function firstLineOf({ stdout = '', stderr = '', message }: CommandFailure): string {
  const lines = stripVTControlCharacters(`${stdout}\n${stderr}\n${message}`).split('\n')
  const [said = ''] = lines
    .map((line) => line.replace(/^\[(ERROR|FATAL)\]/, '').trim())
    .filter((line) => line !== '' && !/^(WARNING|\[WARNING\]|Picked up)/.test(line))
  return said.replace(/ -> \[Help \d+\]$/, '')
}
