import { at, isRecord, list, resourcesOf, type Template, target } from '../template.ts'

/** With dynamic partitioning: https://docs.aws.amazon.com/firehose/latest/dev/dynamic-partitioning.html */
const PARTITIONED_MIB_MIN = 64

const ERROR_TYPE = '!{firehose:error-output-type}'

/** A delivery stream that AWS would refuse, or that would put objects where nobody looks for them. */
export function findUnsafeDeliveryStreams(template: Template): string[] {
  return resourcesOf(template, 'AWS::KinesisFirehose::DeliveryStream').flatMap(
    ([id, { Properties }]) => {
      const s3 = at(Properties, 'ExtendedS3DestinationConfiguration')
      const key = at(Properties, 'DeliveryStreamEncryptionConfigurationInput.KeyARN')
      const objectKey = at(s3, 'EncryptionConfiguration.KMSEncryptionConfig.AWSKMSKeyARN')
      return [
        ...(at(s3, 'DynamicPartitioningConfiguration.Enabled') === true
          ? findPartitionFaults(s3)
          : ['does not partition by the change']),
        ...(String(at(s3, 'ErrorOutputPrefix')).includes(ERROR_TYPE)
          ? []
          : ['does not tell errors apart']),
        ...(at(s3, 'CloudWatchLoggingOptions.Enabled') === true ? [] : ['does not log']),
        ...(target(key) === undefined ? ['has no key'] : []),
        ...(target(objectKey) === undefined ? ['has no key for its objects'] : []),
      ].map((fault) => `${id} ${fault}`)
    },
  )
}

function findPartitionFaults(s3: unknown): string[] {
  const query = queryOf(s3)
  const known = [...query.matchAll(/[{,]\s*(\w+)\s*:/g)].map(([, name]) => name)
  const wanted = [...String(at(s3, 'Prefix')).matchAll(/!\{partitionKeyFromQuery:(\w+)\}/g)]
  const names = wanted.map(([, name]) => name)
  return [
    ...(Number(at(s3, 'BufferingHints.SizeInMBs')) >= PARTITIONED_MIB_MIN
      ? []
      : [`partitions with a buffer under ${PARTITIONED_MIB_MIN} MiB`]),
    ...(Number(at(s3, 'BufferingHints.IntervalInSeconds')) > 0
      ? []
      : ['partitions without a buffer']),
    ...(query === '' ? ['partitions and has no query'] : []),
    ...(names.length === 0 ? ['has a prefix without a partition key'] : []),
    ...names.filter((name) => !known.includes(name)).map((name) => `never finds ${name}`),
    ...known.filter((name) => !names.includes(name)).map((name) => `does not use ${name}`),
  ]
}

function queryOf(s3: unknown): string {
  if (at(s3, 'ProcessingConfiguration.Enabled') !== true) return ''
  const parameters = list(at(s3, 'ProcessingConfiguration.Processors'))
    .filter((processor) => at(processor, 'Type') === 'MetadataExtraction')
    .flatMap((processor) => list(at(processor, 'Parameters')))
    .filter(isRecord)
  const query = parameters.find(({ ParameterName }) => ParameterName === 'MetadataExtractionQuery')
  return String(query?.ParameterValue ?? '')
}
