import { SignatureV4, type SignatureV4Init } from '@smithy/signature-v4'
import { createRoleCredentials } from './role-credentials.ts'
import { Sha256 } from './sha256.ts'

/** How long a token can be used to connect. What is connected stays so for up to 12 hours. */
const TOKEN_SECONDS = 900

export interface IamTokenOptions {
  readonly cacheName: string
  readonly user: string
  readonly region: string | undefined
  /** Default: those of the function's role. */
  readonly credentials?: SignatureV4Init['credentials']
  /** Default: now. */
  readonly signingDate?: Date
}

/**
 * The password by which a role connects to an ElastiCache Serverless cache: a request to connect,
 * signed as a URL, without its scheme. It is a secret for a quarter of an hour.
 *
 * https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/auth-iam.html#auth-iam-Connecting
 */
export async function createIamToken(options: IamTokenOptions): Promise<string> {
  const {
    cacheName,
    user,
    region = '',
    credentials = createRoleCredentials(),
    signingDate,
  } = options
  const signer = new SignatureV4({ service: 'elasticache', region, credentials, sha256: Sha256 })
  const { query = {} } = await signer.presign(
    {
      method: 'GET',
      protocol: 'http:',
      hostname: cacheName,
      path: '/',
      headers: { host: cacheName },
      query: { Action: 'connect', ResourceType: 'ServerlessCache', User: user },
    },
    { expiresIn: TOKEN_SECONDS, ...(signingDate && { signingDate }) },
  )
  const parameters = Object.entries(query).map(([name, value]) => `${name}=${encode(value)}`)
  return `${cacheName}/?${parameters.join('&')}`
}

function encode(value: unknown): string {
  return encodeURIComponent(String(value)).replace(
    /[!'()*]/g,
    (one) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`,
  )
}
