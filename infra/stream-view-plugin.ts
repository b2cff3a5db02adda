import { describeLacks } from '../shared/change-event/stream-view.ts'

/** The part of osls that this plugin uses. */
interface Osls {
  readonly service: { readonly resources?: { readonly Resources?: Resources } }
}

type Resources = Readonly<Record<string, Resource>>

interface Resource {
  readonly Type: string
  readonly Properties?: { readonly StreamSpecification?: { readonly StreamViewType?: unknown } }
}

interface Writers {
  readonly log: { warning(text: string): void }
}

/** The osls plugin that says, at `package` and `deploy`, what cannot be computed from the stream. */
export default class StreamViewPlugin {
  readonly hooks: Readonly<Record<string, () => void>>

  constructor(osls: Osls, _options: unknown, { log }: Writers) {
    this.hooks = {
      'before:package:createDeploymentArtifacts': () => {
        const notices = noticesOf(osls.service.resources?.Resources ?? {})
        for (const notice of notices) log.warning(notice)
      },
    }
  }
}

function noticesOf(resources: Resources): string[] {
  return Object.entries(resources)
    .filter(([, { Type }]) => Type === 'AWS::DynamoDB::Table')
    .flatMap(([logicalId, { Properties }]) =>
      describeLacks(Properties?.StreamSpecification?.StreamViewType).map(
        (lack) => `${logicalId} ${lack}`,
      ),
    )
}
