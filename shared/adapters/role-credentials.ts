export interface RoleCredentials {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly sessionToken?: string
}

/**
 * Who the process is to AWS.
 *
 * Lambda puts its role's keys into the environment, for as long as the process lives. They are taken from
 * there; the chain of AWS's clients, which would find them too, is a client's size and is loaded
 * where they are not, or where a profile is named: that one goes first.
 *
 * @returns a function that may be asked for each signature: the chain keeps what is good.
 */
export function createRoleCredentials(env = process.env): () => Promise<RoleCredentials> {
  const given = env.AWS_PROFILE ? undefined : readKeys(env)
  if (given !== undefined) return async () => given
  let loading: Promise<() => Promise<RoleCredentials>> | undefined
  return async () => {
    loading ??= loadChain()
    return (await loading)()
  }
}

function readKeys(env: NodeJS.ProcessEnv): RoleCredentials | undefined {
  const { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN } = env
  if (!AWS_ACCESS_KEY_ID || !AWS_SECRET_ACCESS_KEY) return undefined
  return {
    accessKeyId: AWS_ACCESS_KEY_ID,
    secretAccessKey: AWS_SECRET_ACCESS_KEY,
    ...(AWS_SESSION_TOKEN && { sessionToken: AWS_SESSION_TOKEN }),
  }
}

async function loadChain(): Promise<() => Promise<RoleCredentials>> {
  const { defaultProvider } = await import('@aws-sdk/credential-provider-node')
  return defaultProvider()
}
