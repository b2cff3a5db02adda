import { EnvironmentError } from '../../local/environment-error.ts'
import { postSigned, type SignedService } from '../../shared/adapters/aws-signed-call.ts'

/** What of a deployed stack is needed to reach its parts. */
export interface DeployedStack {
  /** What `Ref` returns, by logical id. */
  readonly resources: Readonly<Record<string, string>>
  readonly outputs: Readonly<Record<string, string>>
  readonly parameters: Readonly<Record<string, string>>
}

const VERSION = '2010-05-15'

/**
 * Asks CloudFormation for a stack, by the two calls that are needed of it: its query API.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_ListStackResources.html
 *
 * @throws EnvironmentError when there is no such stack, or it cannot be asked.
 */
export async function describeStack(
  service: Omit<SignedService, 'service'>,
  stackName: string,
): Promise<DeployedStack> {
  const stack = await call(service, { Action: 'DescribeStacks', StackName: stackName })
  const resources: Record<string, string> = {}
  let token: string | undefined
  do {
    const page = await call(service, {
      Action: 'ListStackResources',
      StackName: stackName,
      ...(token !== undefined && { NextToken: token }),
    })
    Object.assign(resources, readPairs(page, 'LogicalResourceId', 'PhysicalResourceId'))
    token = readTag(page, 'NextToken')
  } while (token !== undefined)
  return {
    resources,
    outputs: readPairs(stack, 'OutputKey', 'OutputValue'),
    parameters: readPairs(stack, 'ParameterKey', 'ParameterValue'),
  }
}

async function call(
  service: Omit<SignedService, 'service'>,
  parameters: Readonly<Record<string, string>>,
): Promise<string> {
  const body = new URLSearchParams({ ...parameters, Version: VERSION }).toString()
  const { status, text } = await postSigned({ ...service, service: 'cloudformation' }, body, {
    'content-type': 'application/x-www-form-urlencoded',
  })
  if (status === 200) return text
  const reason = readTag(text, 'Message') ?? `status ${status}`
  throw new EnvironmentError(`CloudFormation cannot be asked: ${reason}.`)
}

/** Both values of every member that has both: they are leaves, and no member lies in another. */
function readPairs(xml: string, key: string, value: string): Record<string, string> {
  const members = xml.split('<member>').map((member) => member.split('</member>')[0] ?? '')
  return Object.fromEntries(
    members.flatMap((member) => {
      const [name, content] = [readTag(member, key), readTag(member, value)]
      return name === undefined || content === undefined ? [] : [[name, content] as const]
    }),
  )
}

function readTag(xml: string, name: string): string | undefined {
  const text = new RegExp(`<${name}>([^<]*)</${name}>`).exec(xml)?.[1]
  return text?.replaceAll(/&(lt|gt|quot|apos|amp);/g, (_, entity: string) => ENTITIES[entity] ?? '')
}

const ENTITIES: Readonly<Record<string, string>> = {
  ...{ lt: '<', gt: '>', quot: '"' },
  ...{ apos: "'", amp: '&' },
}
