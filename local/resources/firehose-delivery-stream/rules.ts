import { defineRules } from '../../rules/rule.ts'

const API = 'https://docs.aws.amazon.com/firehose/latest/APIReference/'
const GUIDE = 'https://docs.aws.amazon.com/firehose/latest/dev/'
const PUT_BATCH = `${API}API_PutRecordBatch.html`
const PREFIXES = `${GUIDE}s3-prefixes.html`
const BUFFERING = `${GUIDE}buffering.html`
/** AWS's answers to calls that are too large, as a client reported them. */
const ANSWERS = 'https://github.com/osquery/osquery/issues/3568'
/** What AWS's own integration test of dynamic partitioning expects to find. */
const PARTITIONING_TEST = 'https://github.com/aws/aws-cdk/pull/35903'

export const firehoseRules = defineRules({
  records: {
    text: 'PutRecordBatch takes 1 to 500 records; with none or more the call is refused.',
    source: PUT_BATCH,
  },
  recordBytes: {
    text: 'A record over 1,000 KiB, before base64, has the whole call refused.',
    source: ANSWERS,
  },
  batchBytes: {
    text: 'PutRecordBatch refuses a call whose records are together over 4 MiB, before base64.',
    source: ANSWERS,
    chosen: 'AWS says "the entire request"; a client saw four records of 1 MB each go through.',
  },
  dataRequired: {
    text: 'A record without data, or with data that is no base64, has the whole call refused.',
    source: `${API}API_Record.html`,
  },
  unknownStream: {
    text: 'A put on a stream that is not in the stack fails with ResourceNotFoundException.',
    source: PUT_BATCH,
  },
  recordsAlone: {
    text: 'Records that are throttled fail with ServiceUnavailableException, are counted, and their neighbours are taken.',
    source: PUT_BATCH,
  },
  putRecord: {
    text: 'PutRecord takes one record, or fails with ServiceUnavailableException.',
    source: `${API}API_PutRecord.html`,
  },
  throttling: {
    text: 'Records are throttled while 256 MiB of them are kept, and taken again afterwards.',
    source: PUT_BATCH,
    chosen:
      'AWS throttles by a rate that is a quota of the account and can be raised; here the bound is memory.',
  },
  query: {
    text: 'The query gets each record as JSON, and the values of the object it gives are the partition keys.',
    source: `${GUIDE}dynamic-partitioning-partitioning-keys.html`,
  },
  queryEngine: {
    text: 'A query with a function that jq 1.6 lacks stops the start.',
    source: `${GUIDE}dynamic-partitioning-partitioning-keys.html`,
    chosen:
      'Queries run on jq 1.8 here. Beyond functions the two differ in numbers over 2^53 and in escaped lone surrogates, which 1.8 does not read.',
  },
  queryMalformed: {
    text: 'A query that is no jq stops the start.',
    chosen: 'AWS refuses to create the stream.',
  },
  notJson: {
    text: 'A record that is not one JSON text goes under metadata-extraction-failed, as "Non JSON record provided".',
    source: PARTITIONING_TEST,
    chosen: 'The page names no types of errors; operators report this one.',
  },
  queryFailed: {
    text: 'A record for which the query fails, or does not give one object, goes under metadata-extraction-failed.',
    source: PARTITIONING_TEST,
  },
  emptyKey: {
    text: 'A partition key that is null or empty sends its record under metadata-extraction-failed.',
    source: `${GUIDE}dynamic-partitioning-error-handling.html`,
  },
  otherValues: {
    text: 'Numbers and booleans are partition keys as their text; lists and objects are none.',
    chosen: 'AWS’s examples give texts only.',
  },
  prefixNotMade: {
    text: 'A record whose keys make no prefix, or one over 512 characters, goes under partitioning-failed.',
    source: PREFIXES,
    chosen: 'The name is from AWS’s test of keys that a function gives; the code is not known.',
  },
  errorRecord: {
    text: 'Under the error prefix a record is base64 in a line of JSON with code, message and times.',
    source: `${GUIDE}data-transformation-failure-handling.html`,
    chosen: 'The shape is that of records that a function could not transform.',
  },
  neighbours: {
    text: 'A record that ends the query costs no other record its partition.',
    chosen: 'One bad record must not send its neighbours under the error prefix.',
  },
  partitions: {
    text: 'Records with the same evaluated prefix go into one object, others into their own.',
    source: BUFFERING,
  },
  concatenation: {
    text: 'An object holds its records one after another as they were put, with nothing between them.',
    source: `${GUIDE}basic-deliver.html`,
  },
  bufferInterval: {
    text: 'A partition is delivered when its interval is over, counted from its first record.',
    source: BUFFERING,
  },
  bufferSize: {
    text: 'A partition is delivered as soon as it holds as many bytes as its buffer, before compression.',
    source: `${API}API_BufferingHints.html`,
  },
  localInterval: {
    text: 'No partition waits longer than two seconds, or TAILRACE_LAKE_FLUSH_MS, whatever its interval.',
    chosen:
      'AWS takes no interval under a minute, and may wait half as long again; who looks at a change wants to see it.',
  },
  partitionsMax: {
    text: 'With 500 partitions active, a record of another one goes under activePartitionExceeded.',
    source: BUFFERING,
    chosen: 'The code in the record is not documented.',
  },
  partitionEnds: {
    text: 'A partition is active until its records are delivered, and then counts no more.',
    source: BUFFERING,
  },
  compression: {
    text: 'An object is one gzip member, or plain, and ends in the extension given, else in .gz when it is gzip.',
    source: `${GUIDE}s3-object-name.html`,
    chosen: 'Objects under the error prefix are compressed alike.',
  },
  objectName: {
    text: 'An object is named by prefix, stream, version 1, arrival of its oldest record, and a new UUID.',
    source: `${GUIDE}s3-object-name.html`,
  },
  timestamps: {
    text: 'A timestamp in a prefix is the arrival of the oldest record in the object, in UTC.',
    source: PREFIXES,
  },
  timestampLetters: {
    text: 'Other letters than those of year, month, day, hour, minute and second stop the start.',
    chosen: 'Java’s formatter has many more, which nobody needs here.',
  },
  randomString: {
    text: 'A random string in a prefix has eleven characters, new for each place and object.',
    source: PREFIXES,
  },
  defaultTime: {
    text: 'A prefix without a timestamp is followed by year, month, day and hour, unless records are partitioned.',
    source: PREFIXES,
    chosen:
      'The page has no exception; the page on partitioned prefixes delivers to the evaluated prefix itself.',
  },
  prefixRules: {
    text: 'Prefixes that AWS refuses stop the start.',
    source: PREFIXES,
  },
  bufferHints: {
    text: 'A buffer has 1 to 128 MiB and 0 to 900 s, both or neither given; partitioned at least 64 MiB and 60 s.',
    source: `${API}API_BufferingHints.html`,
    chosen: 'The bounds of partitioned streams are those of AWS’s CDK.',
  },
  processors: {
    text: 'Dynamic partitioning and one MetadataExtraction with JQ-1.6 need each other.',
    source: `${GUIDE}dynamic-partitioning-partitioning-keys.html`,
  },
  retries: {
    text: 'What the bucket does not take is tried again after a growing delay.',
    source: `${GUIDE}retry.html`,
    chosen: 'AWS gives no figures: 1 s doubling to a minute.',
  },
  keptADay: {
    text: 'What cannot be delivered for 24 hours is lost, and said.',
    source: `${GUIDE}retry.html`,
  },
  atLeastOnce: {
    text: 'A delivery that is tried again has another name, so what was written after all is there twice.',
    source: `${GUIDE}basic-deliver.html`,
  },
  stop: {
    text: 'A stop delivers everything that was taken; what the bucket does not take then is lost, and said.',
    chosen: 'AWS has no stop. Without --keep records are in memory only, so a crash loses them.',
  },
  role: {
    text: 'A stream writes if its role may s3:PutObject there, with kms:GenerateDataKey on the key that it names.',
    source: `${GUIDE}controlling-access.html`,
  },
  trust: {
    text: 'A stream whose role does not let firehose.amazonaws.com assume it stops the start.',
    source: `${GUIDE}controlling-access.html`,
    chosen: 'Conditions of the trust count as met.',
  },
  callers: {
    text: 'A function that puts records needs firehose:PutRecord or firehose:PutRecordBatch on the stream.',
    source:
      'https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonkinesisfirehose.html',
  },
})
