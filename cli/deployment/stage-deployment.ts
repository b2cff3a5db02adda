import { redriveAgeMsMax } from '../../infra/longest-way-back.ts'
import { resolveSettings } from '../../infra/resolve-settings.ts'
import { EnvironmentError } from '../../local/environment-error.ts'
import { SEQUENCE_LAYOUTS } from '../../shared/ordering/index.ts'
import { SEARCH_AUTHS } from '../../shared/search/search-auth.ts'
import type { Deployment } from './deployment.ts'
import { describeStack } from './describe-stack.ts'
import { closeAll, openThere } from './open-clients.ts'
import { stageFlags } from './stage-flags.ts'

/** A stage on AWS, with the credentials and region that any AWS tool would take. */
export async function openStageDeployment(
  stage: string,
  wantedRegion: string | undefined,
): Promise<Deployment> {
  const settings = resolveSettings(stage)
  const { ttlDeletes, undeclared } = settings
  const { stacks, ...clients } = openThere(wantedRegion)
  try {
    const region = await findRegion(clients.sqs)
    const stack = await describeStack(stacks, `tailrace-${stage}`)
    const { SequenceLayout, SearchAuth } = stack.parameters
    return {
      name: `stage ${stage}`,
      flags: stageFlags({ stage, region: wantedRegion }),
      region,
      resources: stack.resources,
      ...clients,
      search: {
        endpoint: stack.outputs.SearchUrl ?? '',
        auth: SEARCH_AUTHS.find((auth) => auth === SearchAuth) ?? 'sigv4',
      },
      enrichment: {
        ttlDeletes,
        undeclared,
        layout: SEQUENCE_LAYOUTS.find((layout) => layout === SequenceLayout) ?? 'aws',
      },
      redriveAgeMsMax: redriveAgeMsMax(settings),
      close: () => closeAll(clients),
    }
  } catch (error) {
    closeAll(clients)
    throw error
  } finally {
    stacks.destroy()
  }
}

async function findRegion({ config }: Deployment['sqs']): Promise<string> {
  try {
    const region = await config.region()
    await config.credentials()
    return region
  } catch (cause) {
    throw new EnvironmentError(
      'AWS cannot be asked without credentials and a region: AWS_PROFILE, AWS_REGION or --region.',
      { cause },
    )
  }
}
