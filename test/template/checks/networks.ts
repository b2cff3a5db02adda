import { at, list, resourcesOf, type Template, target } from '../template.ts'

/** What would let a private network out, or others into it. */
const WAYS_OUT = [
  'AWS::EC2::EgressOnlyInternetGateway',
  'AWS::EC2::EIP',
  'AWS::EC2::InternetGateway',
  'AWS::EC2::NatGateway',
  'AWS::EC2::Route',
  'AWS::EC2::VPCGatewayAttachment',
  'AWS::EC2::VPCPeeringConnection',
]
/** Nobody is there: a group that names it alone lets nothing out. */
const NOWHERE = '127.0.0.1/32'
/** Of the cache, and of the endpoint of SQS. */
const PORTS = [6379, 443]

/** A way out of the private network, or an address for the public. */
export function findWaysOut(template: Template): string[] {
  const ways = WAYS_OUT.flatMap((type) =>
    resourcesOf(template, type).map(([id]) => `${id} leads out (${type})`),
  )
  const open = resourcesOf(template, 'AWS::EC2::Subnet')
    .filter(([, subnet]) => at(subnet, 'Properties.MapPublicIpOnLaunch') !== false)
    .map(([id]) => `${id} gives public addresses`)
  return [...ways, ...open]
}

/** A security group that lets in or out by address, on another port, or by what AWS adds to an empty one. */
export function findOpenGroups(template: Template): string[] {
  const groups = resourcesOf(template, 'AWS::EC2::SecurityGroup').flatMap(([id, group]) => {
    const egress = list(at(group, 'Properties.SecurityGroupEgress'))
    const inline = list(at(group, 'Properties.SecurityGroupIngress'))
    return [
      ...(egress.length === 0 ? [`${id} lets everything out`] : []),
      ...egress.flatMap((rule) => describeOpen(id, rule, 'DestinationSecurityGroupId')),
      ...inline.flatMap((rule) => describeOpen(id, rule, 'SourceSecurityGroupId')),
    ]
  })
  const apart = [
    ...rulesApart(template, 'AWS::EC2::SecurityGroupIngress', 'SourceSecurityGroupId'),
    ...rulesApart(template, 'AWS::EC2::SecurityGroupEgress', 'DestinationSecurityGroupId'),
  ]
  return [...groups, ...apart]
}

/** An endpoint that anyone in the network may use for anything. */
export function findOpenEndpoints(template: Template): string[] {
  return resourcesOf(template, 'AWS::EC2::VPCEndpoint').flatMap(([id, endpoint]) => {
    const statements = list(at(endpoint, 'Properties.PolicyDocument.Statement'))
    const named = statements.filter((one) => target(at(one, 'Principal.AWS')) !== undefined)
    return statements.length > 0 && named.length === statements.length
      ? []
      : [`${id} does not name who may use it`]
  })
}

/** A cache without its own key, its groups or its users. */
export function findOpenCaches(template: Template): string[] {
  const needed = ['KmsKeyId', 'SecurityGroupIds', 'SubnetIds', 'UserGroupId', 'CacheUsageLimits']
  const caches = resourcesOf(template, 'AWS::ElastiCache::ServerlessCache').flatMap(([id, cache]) =>
    needed
      .filter((property) => at(cache, `Properties.${property}`) === undefined)
      .map((property) => `${id} has no ${property}`),
  )
  const users = resourcesOf(template, 'AWS::ElastiCache::User').flatMap(([id, { Properties }]) => {
    const access = String(at(Properties, 'AccessString'))
    const isNarrow = /^on ~[^*\s]+\* -@all( \+[^@\s]+)+$/.test(access)
    return [
      ...(at(Properties, 'AuthenticationMode.Type') === 'iam' ? [] : [`${id} has no IAM`]),
      ...(isNarrow ? [] : [`${id} may more than named commands on keys of a prefix`]),
    ]
  })
  return [...caches, ...users]
}

function rulesApart(template: Template, type: string, other: string): string[] {
  return resourcesOf(template, type).flatMap(([id, { Properties }]) =>
    describeOpen(id, Properties, other),
  )
}

function describeOpen(id: string, rule: unknown, other: string): string[] {
  if (at(rule, 'CidrIp') === NOWHERE && other === 'DestinationSecurityGroupId') return []
  const ports = [at(rule, 'FromPort'), at(rule, 'ToPort')]
  const isOnePort = ports[0] === ports[1] && PORTS.includes(Number(ports[0]))
  return [
    ...(target(at(rule, other)) === undefined ? [`${id} is open to addresses`] : []),
    ...(isOnePort && at(rule, 'IpProtocol') === 'tcp' ? [] : [`${id} is open on other ports`]),
  ]
}
