import { defineRules } from '../../../rules/rule.ts'

const USER_GUIDE = 'https://docs.aws.amazon.com/eventbridge/latest/userguide'
const SOURCE = `${USER_GUIDE}/eb-pipes-dynamodb.html`
const BATCHING = `${USER_GUIDE}/eb-pipes-batching-concurrency.html`
const ENRICHMENT = `${USER_GUIDE}/eb-pipes-event-enrichment.html`
const FILTERING = `${USER_GUIDE}/eb-pipes-event-filtering.html`
const PIPES_API = 'https://docs.aws.amazon.com/eventbridge/latest/pipes-reference'
const PARAMETERS = `${PIPES_API}/API_PipeSourceDynamoDBStreamParameters.html`

export const batchRules = defineRules({
  filtered: {
    text: 'A record that no filter takes is not delivered.',
    source: FILTERING,
  },
  bareArray: {
    text: 'The enrichment gets a bare array of records, also when there is one.',
    source: ENRICHMENT,
  },
  closesByCount: { text: 'A batch closes when it holds BatchSize records.', source: PARAMETERS },
  closesByWindow: {
    text: 'A batch closes when its oldest record has waited for the batching window.',
    source: PARAMETERS,
  },
  closesByBytes: { text: 'A batch closes before it would pass 6 MB.', source: BATCHING },
  lanesKeepOrder: {
    text: 'Changes of one partition key are delivered in their order, whatever fails.',
    source: SOURCE,
  },
  lanesAreApart: {
    text: 'A batch that fails does not hold up other lanes of its shard.',
    source: PARAMETERS,
    chosen: 'AWS does not say which keys share a lane: here a hash of the partition key decides.',
  },
})

export const replyRules = defineRules({
  emptyReply: {
    text: 'A reply of "", {} or [] ends the batch without calling the target.',
    source: ENRICHMENT,
  },
  emptyItem: { text: 'A reply of [{}] calls the target.', source: ENRICHMENT },
  replyOtherLength: {
    text: 'A reply may hold fewer or more items than the batch.',
    source: BATCHING,
  },
  replyTooLong: {
    text: 'A reply of more items than the target takes at once is an error: the target is not called.',
    source: BATCHING,
  },
  replyTooLarge: { text: 'A reply of more than 6 MB is an error.', source: ENRICHMENT },
  replyMalformed: {
    text: 'A reply that is neither a list nor empty is an error.',
    chosen: 'AWS does not say. An error loses nothing when a reply was forgotten.',
  },
})
