/** The checks of networks and caches themselves: each finds the fault that it is there for. */
import { describe, expect, it } from 'vitest'
import {
  findOpenCaches,
  findOpenEndpoints,
  findOpenGroups,
  findWaysOut,
} from './checks/networks.ts'
import { findUnwatchedRules } from './checks/queues.ts'
import type { Resource, Template } from './template.ts'

const arn = (id: string) => ({ 'Fn::GetAtt': [id, 'Arn'] })
const group = (id: string) => ({ 'Fn::GetAtt': [id, 'GroupId'] })
const PORT = { IpProtocol: 'tcp', FromPort: 6379, ToPort: 6379 }

function aTemplate(resources: Record<string, Resource>): Template {
  return { Resources: resources, Outputs: {} }
}

function one(type: string, properties: Record<string, unknown>): Template {
  return aTemplate({ It: { Type: type, Properties: properties } })
}

describe('findWaysOut', () => {
  it.each([
    ['AWS::EC2::NatGateway'],
    ['AWS::EC2::InternetGateway'],
    ['AWS::EC2::Route'],
    ['AWS::EC2::VPCPeeringConnection'],
  ])('finds an %s', (type) => {
    expect(findWaysOut(one(type, {}))).toEqual([`It leads out (${type})`])
  })

  it('finds a subnet that gives public addresses, or leaves it open', () => {
    const ofSubnet = (properties: Record<string, unknown>) =>
      findWaysOut(one('AWS::EC2::Subnet', properties))

    expect(ofSubnet({ MapPublicIpOnLaunch: true })).toHaveLength(1)
    expect(ofSubnet({})).toHaveLength(1)
    expect(ofSubnet({ MapPublicIpOnLaunch: false })).toEqual([])
  })
})

describe('findOpenGroups', () => {
  it.each([
    ['lets everything out', {}],
    ['is open to addresses', { SecurityGroupEgress: [{ ...PORT, CidrIp: '0.0.0.0/0' }] }],
    [
      'is open on other ports',
      { SecurityGroupEgress: [{ IpProtocol: '-1', DestinationSecurityGroupId: group('G') }] },
    ],
    [
      'is open to addresses',
      {
        SecurityGroupEgress: [{ ...PORT, DestinationSecurityGroupId: group('G') }],
        SecurityGroupIngress: [{ ...PORT, CidrIp: '127.0.0.1/32' }],
      },
    ],
  ])('finds a group that %s', (fault, properties) => {
    expect(findOpenGroups(one('AWS::EC2::SecurityGroup', properties))).toEqual([`It ${fault}`])
  })

  it('finds a rule that lets in by address or on a range of ports', () => {
    const ofRule = (properties: Record<string, unknown>) =>
      findOpenGroups(one('AWS::EC2::SecurityGroupIngress', properties))

    expect(ofRule({ ...PORT, CidrIp: '10.0.0.0/8' })).toEqual(['It is open to addresses'])
    expect(ofRule({ ...PORT, ToPort: 6380, SourceSecurityGroupId: group('G') })).toHaveLength(1)
    expect(ofRule({ ...PORT, SourceSecurityGroupId: group('G') })).toEqual([])
  })
})

describe('findOpenEndpoints', () => {
  it('finds one without a policy, and one for everyone', () => {
    const ofPolicy = (Statement?: unknown) =>
      findOpenEndpoints(one('AWS::EC2::VPCEndpoint', { PolicyDocument: { Statement } }))

    expect(ofPolicy()).toHaveLength(1)
    expect(ofPolicy([{ Effect: 'Allow', Principal: '*' }])).toHaveLength(1)
    expect(ofPolicy([{ Effect: 'Allow', Principal: { AWS: arn('Role') } }])).toEqual([])
  })
})

describe('findOpenCaches', () => {
  it('finds a cache without key, groups, subnets, users or limits', () => {
    expect(findOpenCaches(one('AWS::ElastiCache::ServerlessCache', {}))).toHaveLength(5)
  })

  it.each([
    'on ~* -@all +get',
    'on ~tailrace:* +@all',
    'on ~tailrace:* -@all +@read',
    'on ~tailrace:* +get',
  ])('finds a user with %s', (AccessString) => {
    const user = { AccessString, AuthenticationMode: { Type: 'iam' } }

    expect(findOpenCaches(one('AWS::ElastiCache::User', user))).toHaveLength(1)
  })

  it('finds a user without IAM', () => {
    const user = { AccessString: 'on ~p:* -@all +get', AuthenticationMode: { Type: 'password' } }

    expect(findOpenCaches(one('AWS::ElastiCache::User', user))).toEqual(['It has no IAM'])
  })
})

describe('findUnwatchedRules', () => {
  const target = { Arn: arn('Q'), DeadLetterConfig: { Arn: arn('D') } }
  const whole: Record<string, Resource> = {
    Rule: { Type: 'AWS::Events::Rule', Properties: { Targets: [target] } },
    Q: {
      Type: 'AWS::SQS::Queue',
      Properties: { RedrivePolicy: { deadLetterTargetArn: arn('D') } },
    },
    D: { Type: 'AWS::SQS::Queue' },
    Alarm: {
      Type: 'AWS::CloudWatch::Alarm',
      Properties: {
        Threshold: 0,
        Dimensions: [{ Name: 'QueueName', Value: { 'Fn::GetAtt': ['D', 'QueueName'] } }],
      },
    },
  }

  it('takes a rule with a queue, and one DLQ that an alarm watches', () => {
    expect(findUnwatchedRules(aTemplate(whole))).toEqual([])
  })

  it('finds a DLQ without an alarm, a queue with another DLQ, and a target that is no queue', () => {
    const { Alarm: _, ...silent } = whole
    const apart = { ...whole, Q: { Type: 'AWS::SQS::Queue' } }
    const direct = { ...whole, Q: { Type: 'AWS::Lambda::Function' } }

    expect(findUnwatchedRules(aTemplate(silent))).toEqual(['no alarm watches the DLQ of Rule'])
    expect(findUnwatchedRules(aTemplate(apart))).toContain('Rule and its queue have different DLQs')
    expect(findUnwatchedRules(aTemplate(direct))).toContain('Rule has a target that is no queue')
  })
})
