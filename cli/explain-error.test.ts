import { describe, expect, it } from 'vitest'
import { PackagingError } from '../infra/run-osls.ts'
import { EnvironmentError } from '../local/environment-error.ts'
import { ResourceNotCreated } from '../local/resource-not-created.ts'
import { ConfigError } from '../shared/errors/pipeline-error.ts'
import { EXIT, InputError } from './command.ts'
import { explainError } from './explain-error.ts'

describe('explainError', () => {
  it.each([
    ['what was typed', new InputError('no such order'), EXIT.input],
    ['a setting', new ConfigError('settings.invalid', 'no such setting'), EXIT.input],
    ['the stack', new PackagingError('osls failed'), EXIT.input],
    ['the machine', new EnvironmentError('Java is missing'), EXIT.environment],
  ])('tells what is wrong with %s without a stack', (_, error, exitCode) => {
    expect(explainError(error)).toEqual({ message: error.message, exitCode })
  })

  it('tells a full disk as a matter of the machine', () => {
    const error = Object.assign(new Error('ENOSPC: write'), { code: 'ENOSPC', path: '/data/x' })

    const { message, exitCode } = explainError(error)

    expect(exitCode).toBe(EXIT.environment)
    expect(message).toContain('There is no room on the disk for /data/x')
  })

  it('tells a packaging that found the disk full as a matter of the machine', () => {
    const error = new PackagingError(
      "osls package failed:\nError: ENOSPC: no space left, write '/x'",
    )

    const { message, exitCode } = explainError(error)

    expect(exitCode).toBe(EXIT.environment)
    expect(message).toContain('There is no room on the disk')
  })

  it('tells a resource that could not be created without a stack, unless that is a bug', () => {
    const failed = new ResourceNotCreated('Index (Custom::X) could not be created: no')
    const bug = new ResourceNotCreated('Queue (AWS::X) could not be created: x is undefined', {
      cause: new TypeError('x is undefined'),
    })

    expect(explainError(failed)).toEqual({ message: `${failed.message}.`, exitCode: EXIT.failed })
    expect(explainError(bug).message).toContain('    at ')
  })

  it.each([
    [{ name: 'AccessDeniedException', $metadata: {} }, 'AccessDeniedException: why'],
    [{ name: 'CredentialsProviderError' }, 'Nobody answers: why'],
    [{ code: 'ECONNREFUSED' }, 'Nobody answers: why'],
  ])('tells a call to AWS that failed as %j without a stack', (members, message) => {
    expect(explainError(Object.assign(new Error('why'), members))).toEqual({
      message,
      exitCode: EXIT.environment,
    })
  })

  it('shows the stack of a bug', () => {
    const bug = new TypeError('x is not a function')

    expect(explainError(bug)).toEqual({ message: bug.stack, exitCode: EXIT.failed })
    expect(explainError('thrown text')).toEqual({ message: 'thrown text', exitCode: EXIT.failed })
  })
})
