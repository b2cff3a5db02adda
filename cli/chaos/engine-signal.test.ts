import { describe, expect, it } from 'vitest'
import { signalEngine } from './engine-signal.ts'

const engines = {
  opensearch: { pid: 41, port: 9200, log: '' },
  sqsAndS3: { pid: 43, port: 9324, log: '' },
}

describe('signalEngine', () => {
  it.each([
    [
      'kill',
      'opensearch',
      [41, 'SIGKILL'],
      'OpenSearch (process 41) was killed, and is started again.',
    ],
    [
      'freeze',
      'opensearch',
      [41, 'SIGSTOP'],
      'OpenSearch (process 41) is frozen; it goes on with: npx tailrace chaos thaw opensearch.',
    ],
    ['thaw', 'sqs', [43, 'SIGCONT'], 'SQS and S3 (process 43) goes on.'],
  ] as const)('%s %s', (verb, engine, signal, sentence) => {
    const sent: unknown[] = []

    const said = signalEngine(verb, engine, { engines }, (...one) => sent.push(one))

    expect(sent).toEqual([signal])
    expect(said).toBe(sentence)
  })

  it('says that an engine is down just now', () => {
    const gone = Object.assign(new Error('kill ESRCH'), { code: 'ESRCH' })
    const signal = () =>
      signalEngine('kill', 'sqs', { engines }, () => {
        throw gone
      })

    expect(signal).toThrow('SQS and S3 is down just now: it is being started again.')
  })
})
