import { messageOf } from '../../message-of.ts'
import {
  because,
  checked,
  type Judgement,
  listOf,
  modelled,
  noLocalMeaning,
  objectOf,
  type PropertySupport,
} from '../../template/property-support.ts'
import type { TemplateObject, TemplateValue } from '../../template/template.ts'
import { readStreamSettings } from './stream-settings.ts'

const destination = checked(
  objectOf(
    {
      BucketARN: modelled(),
      RoleARN: modelled(),
      Prefix: modelled(),
      ErrorOutputPrefix: modelled(),
      FileExtension: modelled(),
      CompressionFormat: modelled('GZIP', 'UNCOMPRESSED'),
      BufferingHints: objectOf({ IntervalInSeconds: modelled(), SizeInMBs: modelled() }),
      DynamicPartitioningConfiguration: objectOf({
        Enabled: modelled(),
        RetryOptions: noLocalMeaning(
          'AWS does not say what becomes of records after it; they are kept for 24 hours.',
        ),
      }),
      ProcessingConfiguration: objectOf({
        Enabled: modelled(),
        Processors: listOf(
          objectOf(
            {
              Type: modelled('MetadataExtraction'),
              Parameters: listOf(
                objectOf(
                  { ParameterName: modelled(), ParameterValue: modelled() },
                  { required: ['ParameterName', 'ParameterValue'] },
                ),
              ),
            },
            { required: ['Type'] },
          ),
        ),
      }),
      EncryptionConfiguration: objectOf({
        KMSEncryptionConfig: objectOf({ AWSKMSKeyARN: modelled() }, { required: ['AWSKMSKeyARN'] }),
        NoEncryptionConfig: modelled('NoEncryption'),
      }),
      S3BackupMode: modelled('Disabled'),
      CloudWatchLoggingOptions: noLocalMeaning(because.logging),
    },
    { required: ['BucketARN', 'RoleARN'] },
  ),
  judge,
)

/** What is modelled of a delivery stream: puts of its own callers, into a bucket. */
export const deliveryStreamSupport: PropertySupport = objectOf(
  {
    DeliveryStreamName: modelled(),
    DeliveryStreamType: modelled('DirectPut'),
    DeliveryStreamEncryptionConfigurationInput: noLocalMeaning(because.encryption),
    ExtendedS3DestinationConfiguration: destination,
    Tags: noLocalMeaning(because.tags),
  },
  { required: ['ExtendedS3DestinationConfiguration'] },
)

function judge(value: TemplateValue): Judgement {
  try {
    readStreamSettings(value as TemplateObject)
    return {}
  } catch (error) {
    return { mistakes: [messageOf(error)] }
  }
}
