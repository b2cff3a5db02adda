import { describe, expect, it } from 'vitest'
import { parseEnrichmentConfig } from './config.ts'

const GOOD = {
  TAILRACE_PARKED_BUCKET: 'parked',
  TAILRACE_CLAIM_CHECK_BUCKET: 'claim-checks',
  TAILRACE_TOKEN_SECRET_ARN: 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:token',
  TAILRACE_TTL_DELETES: 'drop',
  TAILRACE_UNDECLARED: 'keep',
  TAILRACE_SEQUENCE_LAYOUT: 'dynamodb-local',
}

describe('parseEnrichmentConfig', () => {
  it('reads its settings and leaves the platform its own', () => {
    const config = parseEnrichmentConfig({ ...GOOD, AWS_REGION: 'eu-west-1' })

    expect(config).toMatchObject({ TTL_DELETES: 'drop', SEQUENCE_LAYOUT: 'dynamodb-local' })
  })

  it('names every setting that is wrong, missing or unknown', () => {
    const { TAILRACE_PARKED_BUCKET: _, ...rest } = GOOD

    const call = () =>
      parseEnrichmentConfig({ ...rest, TAILRACE_TTL_DELETES: 'maybe', TAILRACE_TTL: 'drop' })

    expect(call).toThrow(/PARKED_BUCKET is missing/)
    expect(call).toThrow(/TTL_DELETES/)
    expect(call).toThrow(/TAILRACE_TTL is not a setting/)
  })
})
