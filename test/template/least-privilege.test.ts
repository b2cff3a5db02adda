import { beforeAll, describe, expect, it } from 'vitest'
import { AccessDenied } from '../../local/policies/authorize.ts'
import { readAccess } from './access-of-template.ts'
import { callsOf } from './calls-of-template.ts'
import { type Packaged, packageForTest } from './packaged-stack.ts'
import { at, isRecord, list, type Template } from './template.ts'

const DELIVERY =
  'AWS documents it for the role of a delivery stream; locally an object is one call.'

const INTERFACES = 'Lambda makes network interfaces by it; locally there is no network to stand in.'

/** What a local run does not need of a role, with the reason why AWS does. */
const ONLY_ON_AWS: Readonly<Record<string, string>> = {
  'dynamodb:ListStreams': 'AWS documents it for the role of a Pipe that reads a stream.',
  'ec2:AssignPrivateIpAddresses': INTERFACES,
  'ec2:CreateNetworkInterface': INTERFACES,
  'ec2:DeleteNetworkInterface': INTERFACES,
  'ec2:DescribeNetworkInterfaces': INTERFACES,
  'ec2:DescribeSubnets': INTERFACES,
  'ec2:UnassignPrivateIpAddresses': INTERFACES,
  'logs:CreateLogStream': 'Logs go to files locally.',
  'logs:PutLogEvents': 'Logs go to files locally.',
  's3:AbortMultipartUpload': DELIVERY,
  's3:GetBucketLocation': DELIVERY,
  's3:GetObject': DELIVERY,
  's3:ListBucket': DELIVERY,
  's3:ListBucketMultipartUploads': DELIVERY,
  'xray:PutTelemetryRecords': 'Traces are not collected locally.',
  'xray:PutTraceSegments': 'Traces are not collected locally.',
}

/** One action of one statement of a policy of the template. */
interface Granted {
  readonly logicalId: string
  /** Path of the statement's Action within the resource. */
  readonly path: string
  readonly action: string
}

let packaged: Packaged

beforeAll(async () => {
  packaged = await packageForTest('dev')
}, 120_000)

/** What is refused when a template's policies are all there is. */
async function findRefused(template: Template): Promise<readonly AccessDenied[]> {
  const refused: AccessDenied[] = []
  for (const call of callsOf(template, await readAccess(template))) {
    try {
      await call.run()
    } catch (error) {
      const cause = error instanceof Error ? (error.cause ?? error) : error
      if (!(cause instanceof AccessDenied)) throw error
      refused.push(cause)
    }
  }
  return refused
}

function grantsOfRoles({ Resources }: Template): Granted[] {
  return Object.entries(Resources)
    .filter(([, { Type }]) => Type === 'AWS::IAM::Role')
    .flatMap(([logicalId, resource]) =>
      list(at(resource, 'Properties.Policies')).flatMap((policy, place) =>
        list(at(policy, 'PolicyDocument.Statement')).flatMap((statement, index) =>
          list(at(statement, 'Action')).map((action) => ({
            logicalId,
            path: `Properties.Policies.${place}.PolicyDocument.Statement.${index}.Action`,
            action: String(action),
          })),
        ),
      ),
    )
}

/** A copy of the template in which a statement grants one action less. */
function without(template: Template, { logicalId, path, action }: Granted): Template {
  const copy = structuredClone(template)
  const [member, ...parents] = path.split('.').toReversed()
  const statement = at(copy.Resources[logicalId], parents.toReversed().join('.'))
  if (!isRecord(statement) || member === undefined) throw new Error(`nothing at ${path}`)
  const left = list(statement[member]).filter((one) => one !== action)
  statement[member] = left.length === 0 ? ['none:Nothing'] : left
  return copy
}

describe('least privilege of stage dev', () => {
  it('is wide enough for all that the stack does', async () => {
    expect((await findRefused(packaged.template)).map(({ message }) => message)).toEqual([])
  })

  it('is no wider: without any one action of a role, a call of that role is refused by name', async () => {
    const superfluous: string[] = []
    for (const granted of grantsOfRoles(packaged.template)) {
      const refused = await findRefused(without(packaged.template, granted))
      const { logicalId, action } = granted
      if (refused.length === 0) superfluous.push(action)
      for (const { caller, message, resource } of refused) {
        expect(caller).toBe(logicalId)
        expect(message).toContain(`no statement of ${logicalId} allows ${action} on`)
        expect(message).toContain(resource)
      }
    }

    expect([...new Set(superfluous)].sort()).toEqual(Object.keys(ONLY_ON_AWS))
  })

  it('a rule cannot send without the policy of its queue, or of its DLQ', async () => {
    const queues = ['SearchQueue', 'SearchDlq', 'LakeQueue', 'LakeDlq', 'CacheQueue', 'CacheDlq']
    const taken = queues.map((queue) => {
      const logicalId = `${queue}Policy`
      const { [logicalId]: _, ...Resources } = packaged.template.Resources
      const DependsOn = list(Resources.ChangePipe?.DependsOn).filter((one) => one !== logicalId)
      const ChangePipe = { ...Resources.ChangePipe, Type: 'AWS::Pipes::Pipe', DependsOn }
      return { ...packaged.template, Resources: { ...Resources, ChangePipe } } as Template
    })

    const refused = await Promise.all(taken.map(findRefused))

    expect(refused.map((all) => all.map(({ message }) => message))).toEqual(
      queues.map((queue) => [
        expect.stringContaining(`${queue} has no policy that allows events.amazonaws.com`),
      ]),
    )
  })

  it('a rule cannot send without the key’s policy', async () => {
    const path = 'Properties.KeyPolicy.Statement.1.Action'
    const actions = ['kms:Decrypt', 'kms:GenerateDataKey']

    const refused = await Promise.all(
      actions.map((action) =>
        findRefused(without(packaged.template, { logicalId: 'DataKey', path, action })),
      ),
    )

    expect(refused.map((all) => all.map(({ caller, action }) => [caller, action]))).toEqual(
      actions.map((action) =>
        ['SearchRule', 'SearchRule', 'LakeRule', 'LakeRule', 'CacheRule', 'CacheRule'].map(
          (rule) => [`events.amazonaws.com for ${rule}`, action],
        ),
      ),
    )
  })
})
