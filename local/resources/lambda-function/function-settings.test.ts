import { describe, expect, it } from 'vitest'
import { functionRules } from '../../functions/rules.ts'
import { readFunctionSettings } from './function-settings.ts'

describe('readFunctionSettings', () => {
  it('takes 128 MiB and 3 s when the template does not say', () => {
    expect(readFunctionSettings({})).toMatchObject({ memoryMib: 128, timeoutMs: 3_000 })
  })

  it.each([
    [
      { MemorySize: 128, Timeout: 1 },
      { memoryMib: 128, timeoutMs: 1_000 },
    ],
    [
      { MemorySize: '10240', Timeout: '900' },
      { memoryMib: 10_240, timeoutMs: 900_000 },
    ],
  ])('takes the ends of the ranges: %j', (properties, settings) => {
    expect(readFunctionSettings(properties)).toMatchObject(settings)
  })

  it.each([
    [{ MemorySize: 127 }, 'MemorySize must be a whole number within 128 and 10240, not 127'],
    [{ MemorySize: 10_241 }, 'MemorySize must be a whole number within 128 and 10240'],
    [{ MemorySize: 'much' }, 'MemorySize must be a whole number within 128 and 10240, not much'],
    [{ Timeout: 0 }, 'Timeout must be a whole number within 1 and 900, not 0'],
    [{ Timeout: 901 }, 'Timeout must be a whole number within 1 and 900'],
    [{ Timeout: 1.5 }, 'Timeout must be a whole number within 1 and 900'],
    [{ ReservedConcurrentExecutions: -1 }, 'ReservedConcurrentExecutions must be a whole number'],
  ])(`${functionRules.settingRanges.text} %j`, (properties, message) => {
    expect(() => readFunctionSettings(properties)).toThrow(message)
  })

  it.each([
    [{}, undefined],
    [{ ReservedConcurrentExecutions: 0 }, 0],
    [{ ReservedConcurrentExecutions: '5' }, 5],
  ])('takes the reserved concurrency: %j', (properties, reservedConcurrency) => {
    expect(readFunctionSettings(properties)).toMatchObject({ reservedConcurrency })
  })

  it.each(['AWS_REGION', '_HANDLER', 'AWS_ACCESS_KEY_ID'])(
    `${functionRules.reservedVariables.text} %s`,
    (name) => {
      const Environment = { Variables: { COLOUR: 'red', [name]: 'mine' } }

      expect(() => readFunctionSettings({ Environment })).toThrow(`Environment: ${name}: Lambda`)
    },
  )

  it(functionRules.variablesTooLarge.text, () => {
    const ofLength = (length: number) => ({
      Environment: { Variables: { A: 'x'.repeat(length) } },
    })

    expect(() => readFunctionSettings(ofLength(4_096))).toThrow('at most 4096')
    expect(() => readFunctionSettings(ofLength(4_000))).not.toThrow()
  })

  it('hands every variable over as a text', () => {
    const { variables } = readFunctionSettings({ Environment: { Variables: { A: 1, B: true } } })

    expect(variables).toEqual({ A: '1', B: 'true' })
  })
})
