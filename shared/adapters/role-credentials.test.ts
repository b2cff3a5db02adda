import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { createRoleCredentials } from './role-credentials.ts'

const KEYS = { AWS_ACCESS_KEY_ID: 'AKID', AWS_SECRET_ACCESS_KEY: 'secret' }

describe('createRoleCredentials', () => {
  afterEach(() => vi.unstubAllEnvs())

  it("takes the role's keys from where Lambda puts them", async () => {
    const credentials = createRoleCredentials({ ...KEYS, AWS_SESSION_TOKEN: 'session' })

    expect(await credentials()).toEqual({
      accessKeyId: 'AKID',
      secretAccessKey: 'secret',
      sessionToken: 'session',
    })
  })

  it('takes keys of a user, who has no session', async () => {
    const credentials = createRoleCredentials({ ...KEYS })

    expect(await credentials()).toEqual({ accessKeyId: 'AKID', secretAccessKey: 'secret' })
  })

  it('follows a named profile though there are keys', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'tailrace-credentials-'))
    const file = join(folder, 'credentials')
    await writeFile(file, '[operator]\naws_access_key_id = OPERATOR\naws_secret_access_key = s\n')
    vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', file)
    vi.stubEnv('AWS_CONFIG_FILE', join(folder, 'none'))
    vi.stubEnv('AWS_PROFILE', 'operator')

    const credentials = createRoleCredentials({ ...KEYS, AWS_PROFILE: 'operator' })

    expect(await credentials()).toMatchObject({ accessKeyId: 'OPERATOR' })
    await rm(folder, { recursive: true })
  })
})
