import { list, type Resource, type Template } from '../template.ts'

/** Types that hold what cannot be made again, or that a message waits in. */
const HOLDS_DATA = new Set([
  'AWS::DynamoDB::Table',
  'AWS::KMS::Key',
  'AWS::OpenSearchService::Domain',
  'AWS::SecretsManager::Secret',
  'AWS::SQS::Queue',
])
/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-deletionpolicy.html */
const RETAINS = new Set(['Retain', 'RetainExceptOnCreate'])
/** Holds nothing but copies of the bundles. */
const DEPLOYMENT_BUCKET = 'ServerlessDeploymentBucket'

/** What an event meets between the Pipe and its sink, and the Pipe does not refer to. */
const ON_THE_WAY = new Set([
  'AWS::Events::Rule',
  'AWS::Lambda::EventSourceMapping',
  'AWS::S3::BucketPolicy',
  'AWS::SQS::QueuePolicy',
])

/** Properties that name a resource for good, by type: CloudFormation cannot replace what has one. */
const NAMES: Readonly<Record<string, string>> = {
  'AWS::DynamoDB::Table': 'TableName',
  'AWS::Events::Rule': 'Name',
  'AWS::IAM::Role': 'RoleName',
  'AWS::KinesisFirehose::DeliveryStream': 'DeliveryStreamName',
  'AWS::OpenSearchService::Domain': 'DomainName',
  'AWS::Pipes::Pipe': 'Name',
  'AWS::S3::Bucket': 'BucketName',
  'AWS::SecretsManager::Secret': 'Name',
  'AWS::SQS::Queue': 'QueueName',
}

/** Data that a deleted or replaced stack would take with it. */
export function findUnretainedData(template: Template): string[] {
  return dataHolders(template)
    .filter(
      ([, { DeletionPolicy = '', UpdateReplacePolicy }]) =>
        !RETAINS.has(DeletionPolicy) || UpdateReplacePolicy !== 'Retain',
    )
    .map(([id]) => `${id} is not retained`)
}

/** What a deploy that fails would leave behind, empty, each time it is tried. */
export function findOrphansOfFailedDeploys(template: Template): string[] {
  return dataHolders(template)
    .filter(([, { DeletionPolicy }]) => DeletionPolicy === 'Retain')
    .map(([id]) => `${id} outlives the deploy that failed to make the stack`)
}

/** What an event could pass before it exists, because the Pipe does not wait for it. */
export function findWhatThePipeDoesNotAwait(template: Template): string[] {
  const awaited = list(template.Resources.ChangePipe?.DependsOn)
  return Object.entries(template.Resources)
    .filter(
      ([id, { Type }]) =>
        (ON_THE_WAY.has(Type) || Type.startsWith('Custom::')) &&
        id !== 'ServerlessDeploymentBucketPolicy',
    )
    .filter(([id]) => !awaited.includes(id))
    .map(([id]) => `ChangePipe does not wait for ${id}`)
}

export function findFixedNames(template: Template): string[] {
  return Object.entries(template.Resources)
    .filter(([, { Type, Properties = {} }]) => Object.hasOwn(Properties, NAMES[Type] ?? ''))
    .map(([id]) => `${id} has a name of its own`)
}

function dataHolders(template: Template): [string, Resource][] {
  return Object.entries(template.Resources).filter(
    ([id, { Type }]) =>
      HOLDS_DATA.has(Type) || (Type === 'AWS::S3::Bucket' && id !== DEPLOYMENT_BUCKET),
  )
}
