import { describe, expect, it } from 'vitest'
import { describeMavenFailure, firstLineOf } from './command-failure.ts'

describe('describeMavenFailure', () => {
  it('says where to get Maven when there is none', () => {
    const said = describeMavenFailure('dynamodb', { code: 'ENOENT', message: 'spawn mvn ENOENT' })

    expect(said).toContain('Maven is missing (mvn was not found on the PATH)')
    expect(said).toContain('https://maven.apache.org')
  })

  it('quotes what Maven said first, and points at the network', () => {
    const stdout =
      '\u001b[0m[ERROR] Could not resolve x:y:1 -> [Help 1]\n[ERROR] \n[ERROR] Re-run with -X\n'

    const said = describeMavenFailure('dynamodb', { code: 1, stdout, message: 'Command failed' })

    expect(said).toContain('the engine dynamodb ("Could not resolve x:y:1")')
    expect(said).toContain('reaches Maven Central')
  })

  it('sends nobody to the network for a full disk', () => {
    const stdout = '[ERROR] Failed to execute goal x: /m2/y: No space left on device -> [Help 1]'

    const said = describeMavenFailure('dynamodb', { code: 1, stdout, message: '' })

    expect(said).toContain('no room on the disk')
    expect(said).not.toContain('Maven Central')
  })
})

describe('firstLineOf', () => {
  it('takes standard error when nothing else was said', () => {
    const failure = { stderr: 'JAVA_HOME is not defined\nmore', message: 'Command failed: mvn' }

    expect(firstLineOf(failure)).toBe('JAVA_HOME is not defined')
  })

  it('passes over warnings', () => {
    const stdout = '[WARNING] old\nPicked up JAVA_TOOL_OPTIONS: -Xmx1g\n[ERROR] broken'

    expect(firstLineOf({ stdout, message: '' })).toBe('broken')
  })

  it('takes the message of a command that said nothing', () => {
    expect(firstLineOf({ message: 'killed by SIGKILL' })).toBe('killed by SIGKILL')
  })
})
