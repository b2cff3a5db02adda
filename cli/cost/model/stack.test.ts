import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { STACK } from './stack.ts'

const ROOT = join(import.meta.dirname, '..', '..', '..')
const INFRA = join(ROOT, 'infra')

const template = readdirSync(INFRA)
  .filter((name) => name.endsWith('.yml'))
  .map((name) => readFileSync(join(INFRA, name), 'utf8'))
  .join('\n')
const common = readFileSync(join(ROOT, 'serverless.yml'), 'utf8')

function count(pattern: RegExp): number {
  return template.match(pattern)?.length ?? 0
}

describe('STACK', () => {
  it.each([
    ['alarms', /Type: AWS::CloudWatch::Alarm$/gm, STACK.alarms],
    ['keys', /Type: AWS::KMS::Key$/gm, STACK.keys],
    ['secrets', /Type: AWS::SecretsManager::Secret$/gm, STACK.secrets],
    ['sinks, each with a rule', /Type: AWS::Events::Rule$/gm, STACK.sinks],
    ['sinks, each with a queue that a mapping reads', /^ {4}- sqs:$/gm, STACK.sinks],
    ['interface endpoints', /VpcEndpointType: Interface$/gm, 1],
    ['zones of subnets', /Type: AWS::EC2::Subnet$/gm, STACK.endpointZones],
  ])('has as many %s as infra/ declares', (_what, pattern, expected) => {
    expect(count(pattern)).toBe(expected)
  })

  it('counts all that is billed: a type of resource that it does not know is counted or named here', () => {
    const known = [
      // Counted.
      'CloudWatch::Alarm EC2::VPCEndpoint ElastiCache::ServerlessCache Events::EventBus Events::Rule',
      'KinesisFirehose::DeliveryStream KMS::Key Logs::LogGroup OpenSearchService::Domain Pipes::Pipe',
      'S3::Bucket SecretsManager::Secret SQS::Queue',
      // Not counted: the table is there without the pipeline.
      'DynamoDB::Table',
      // Free: up to millions of objects in the catalogue, and of runs of a schedule.
      'Glue::Database Glue::Table Scheduler::Schedule',
      // Free.
      'Athena::PreparedStatement Athena::WorkGroup EC2::SecurityGroup EC2::SecurityGroupIngress',
      'EC2::Subnet EC2::VPC ElastiCache::User ElastiCache::UserGroup IAM::ManagedPolicy IAM::Role',
      'KMS::Alias Lambda::Permission Logs::LogStream S3::BucketPolicy SQS::QueuePolicy',
    ].flatMap((names) => names.split(' '))
    const declared = [...template.matchAll(/Type: AWS::(\w+::\w+)$/gm)].map(([, type]) => type)

    expect(declared.filter((type) => !known.includes(type ?? ''))).toEqual([])
  })

  it('is of functions on arm64, each traced', () => {
    expect(common).toContain('architecture: arm64')
    expect(common).toContain('tracing:\n    lambda: true')
  })
})
