import { defineRules } from '../../../rules/rule.ts'

const USER_GUIDE = 'https://docs.aws.amazon.com/eventbridge/latest/userguide'
const SOURCE = `${USER_GUIDE}/eb-pipes-dynamodb.html`
const ERRORS = `${USER_GUIDE}/eb-pipes-error-troubleshooting.html`
const PIPES_API = 'https://docs.aws.amazon.com/eventbridge/latest/pipes-reference'
const PARAMETERS = `${PIPES_API}/API_PipeSourceDynamoDBStreamParameters.html`
const STREAMS = 'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Streams.html'
const STREAMS_API = 'https://docs.aws.amazon.com/amazondynamodb/latest/APIReference'

export const streamRules = defineRules({
  parentFirst: {
    text: 'A shard is read when its parent is read to its end and all of its records are done.',
    source: STREAMS,
  },
  allChildren: {
    text: 'All children of a shard are read side by side, however many there are.',
    source: STREAMS,
  },
  trimmedParent: {
    text: 'A shard whose parent is no longer listed is read: the parent was trimmed.',
    source: `${STREAMS_API}/API_streams_DescribeStream.html`,
  },
  fromTrimHorizon: {
    text: 'With TRIM_HORIZON a Pipe begins at the oldest record there is.',
    source: PARAMETERS,
  },
  fromLatest: {
    text: 'With LATEST a Pipe begins after what the shards hold when it starts.',
    source: PARAMETERS,
  },
  latestOnlyOnce: {
    text: 'LATEST is for the shards there are at the start: their children are read whole, and an iterator that is lost before the first record loses none.',
    source: PARAMETERS,
    chosen:
      'AWS does not say what follows on the first iterator; to skip again would lose changes.',
  },
  trimHorizon: {
    text: 'A record older than 24 h is no longer in the stream: it is not delivered, and that is told.',
    source: STREAMS,
    chosen:
      'AWS tells nobody. Engines may keep records for longer, so the Pipe looks at their age.',
  },
  trimmedPlace: {
    text: 'When the place it has come to is trimmed, reading goes on at the oldest record there is, and the gap is told.',
    source: `${STREAMS_API}/API_streams_GetShardIterator.html`,
    chosen: 'AWS does not say how a Pipe answers TrimmedDataAccessException.',
  },
  trimmedShard: {
    text: 'A shard that is trimmed before it is done is given up, and that is told.',
    source: STREAMS,
    chosen: 'AWS tells nobody.',
  },
  expiredIterator: {
    text: 'An iterator that has expired after 15 minutes is replaced by one after the last record read.',
    source: `${STREAMS_API}/API_streams_GetRecords.html`,
  },
  readAgain: {
    text: 'A read that fails is repeated after the last record read, also on an engine that was restarted.',
    source: ERRORS,
  },
  pollRate: { text: 'An idle shard is polled four times a second.', source: SOURCE },
})
