/** Why a record has no partition: it goes under the error prefix. */
export class NotPartitioned {
  /** As in `!{firehose:error-output-type}`. */
  readonly errorType: string
  readonly code: string
  /** Holds nothing of the record. */
  readonly message: string

  constructor(errorType: string, code: string, message: string) {
    this.errorType = errorType
    this.code = code
    this.message = message
  }
}

/** The query could not make partition keys of the record. */
export function extractionFailed(message: string): NotPartitioned {
  return new NotPartitioned(
    'metadata-extraction-failed',
    'DynamicPartitioning.MetadataExtractionFailed',
    message,
  )
}

/** There are keys, and they make no prefix. */
export function partitioningFailed(message: string): NotPartitioned {
  return new NotPartitioned(
    'partitioning-failed',
    'DynamicPartitioning.PartitioningFailed',
    message,
  )
}

/** There are as many partitions already as a stream may have at once. */
export function partitionsExceeded(partitionsMax: number): NotPartitioned {
  return new NotPartitioned(
    'activePartitionExceeded',
    'DynamicPartitioning.ActivePartitionsLimitExceeded',
    `The limit of ${partitionsMax} active partitions was reached`,
  )
}
