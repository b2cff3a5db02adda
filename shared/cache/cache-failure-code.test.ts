import { describe, expect, it } from 'vitest'
import { cacheFailureCode, cacheReplyWord } from './cache-failure-code.ts'

const OF_SCRIPT = 'ERR Error running script (call to f_620c): @user_script:4:'

describe('cacheFailureCode', () => {
  it.each([
    ['cache.unavailable', 'Connection is closed.'],
    ['cache.unavailable', 'connect ECONNREFUSED 127.0.0.1:6379'],
    ['cache.unavailable', "Stream isn't writeable and enableOfflineQueue options is false"],
    ['cache.unavailable', 'Reached the max retries per request limit (which is 20).'],
    ['cache.failing_over', "READONLY You can't write against a read only replica."],
    ['cache.failing_over', '-LOADING Redis is loading the dataset in memory'],
    ['cache.failing_over', 'CLUSTERDOWN The cluster is down'],
    ['cache.failing_over', `${OF_SCRIPT} -READONLY You can't write against a read only replica.`],
    ['cache.out_of_memory', "OOM command not allowed when used memory > 'maxmemory'."],
    ['cache.out_of_memory', `${OF_SCRIPT} @user_script: 4: -OOM command not allowed when used`],
    ['cache.wrong_type', `${OF_SCRIPT} WRONGTYPE Operation against a key holding the wrong kind`],
    ['cache.refused', 'NOAUTH Authentication required.'],
    ['cache.refused', 'NOPERM this user has no permissions'],
    [
      'cache.refused',
      `${OF_SCRIPT} @user_script: 4: The user executing the script can't run this command`,
    ],
    [undefined, 'ERR unknown command'],
  ])('is %s for %j', (code, message) => {
    expect(cacheFailureCode(new Error(message))).toBe(code)
  })
})

describe('cacheReplyWord', () => {
  it('is the first word, and nothing that could be of an item', () => {
    expect(cacheReplyWord(new Error('ERR value ada@example.org is no integer'))).toBe('ERR')
    expect(cacheReplyWord('NOSCRIPT No matching script.')).toBe('NOSCRIPT')
    expect(cacheReplyWord(new Error('Connection is closed.'))).toBeUndefined()
  })
})
