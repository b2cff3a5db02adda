import { expect, it } from 'vitest'
import type { Deployment } from '../deployment/deployment.ts'
import { requireBox } from '../dlq/open-box.ts'
import { openRoute } from './open-route.ts'

it('says how to look at what cannot be redriven', async () => {
  const deployment = {
    ...{ flags: ' --stage prod', region: 'eu-west-1', redriveAgeMsMax: 0 },
    ...{ search: { endpoint: 'http://127.0.0.1:9', auth: 'none' }, enrichment: { layout: 'aws' } },
  } as unknown as Deployment

  await expect(openRoute(requireBox('bus'), deployment, () => undefined)).rejects.toThrow(
    'What lies in bus cannot be redriven. To look at it: npx tailrace dlq list bus --stage prod',
  )
})
