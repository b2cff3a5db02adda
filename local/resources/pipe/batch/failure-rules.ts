import { defineRules } from '../../../rules/rule.ts'

const USER_GUIDE = 'https://docs.aws.amazon.com/eventbridge/latest/userguide'
const SOURCE = `${USER_GUIDE}/eb-pipes-dynamodb.html`
const BATCHING = `${USER_GUIDE}/eb-pipes-batching-concurrency.html`
const ERRORS = `${USER_GUIDE}/eb-pipes-error-troubleshooting.html`
const QUOTAS = `${USER_GUIDE}/eb-quota.html`
const PIPES_API = 'https://docs.aws.amazon.com/eventbridge/latest/pipes-reference'
const PARAMETERS = `${PIPES_API}/API_PipeSourceDynamoDBStreamParameters.html`
const LAMBDA_STREAM_ERRORS =
  'https://docs.aws.amazon.com/lambda/latest/dg/services-dynamodb-errors.html'

export const failureRules = defineRules({
  enrichmentError: {
    text: 'An enrichment that fails has the whole batch tried again.',
    source: BATCHING,
  },
  backOff: {
    text: 'Retries wait for 1 s, doubling to 60 s, with jitter.',
    source: ERRORS,
    chosen: 'AWS says that a Pipe backs off and gives no figures.',
  },
  executionTimeout: {
    text: 'An execution that takes longer than 5 minutes has failed, and its late reply is not published.',
    source: QUOTAS,
  },
  partialFailure: {
    text: 'When the bus refuses some events, only the records whose eventID they carry go through the enrichment again.',
    source: BATCHING,
  },
  partialUnknown: {
    text: 'When an event that is refused carries no eventID of the batch, all of the batch is tried again.',
    source: BATCHING,
    chosen: 'AWS asks for the eventID and does not say what happens without it.',
  },
  retries: {
    text: 'A batch that still fails after MaximumRetryAttempts retries is given up.',
    source: PARAMETERS,
  },
  recordAge: {
    text: 'Records older than MaximumRecordAgeInSeconds are given up, tried or not; the younger ones of their batch go on.',
    source: PARAMETERS,
    chosen: 'AWS says "discard records" and not whether the younger ones of a batch are spared.',
  },
  whicheverFirst: {
    text: 'Retries and age both limit a batch: whichever is first.',
    source: ERRORS,
  },
  recordExpires: {
    text: 'Without limits a batch is tried until its records are 24 h old; then they are given up as too old.',
    source: ERRORS,
    chosen: 'AWS says that retries stop when the record expires, and not what becomes of it.',
  },
  roundedTime: {
    text: 'A record is not taken for older than it is because its stream rounds its time down.',
    chosen: 'DynamoDB Local rounds to the minute, DynamoDB to the second.',
  },
  internalError: {
    text: "Errors of AWS's side, throttling among them, spend no retries and split no batch.",
    source: ERRORS,
    chosen:
      'AWS does not list error codes: connections, throttling, 5xx and InternalFailure are meant.',
  },
  accessDenied: {
    text: "A call that the Pipe's role does not allow is an error of the customer: it spends retries.",
    source: ERRORS,
  },
  bisect: {
    text: 'With AUTOMATIC_BISECT a batch that fails is halved until the record that fails stands alone.',
    source: PARAMETERS,
  },
  bisectOnEnrichment: {
    text: 'AUTOMATIC_BISECT halves a batch whose enrichment fails as well as one that the target refuses.',
    chosen: 'AWS speaks of "item process failures". The stack does not depend on it.',
  },
  bisectInOrder: {
    text: 'The first half is done before the second begins.',
    source: SOURCE,
    chosen: 'AWS says that order is kept, and not how.',
  },
  bisectIsFree: {
    text: 'Halving spends no retry and does not wait.',
    source: LAMBDA_STREAM_ERRORS,
    chosen: "Documented for Lambda's own stream mappings; for Pipes AWS does not say.",
  },
})

export const giveUpRules = defineRules({
  deadLetter: {
    text: 'A batch that is given up sends its position to the DLQ, and no record.',
    source: ERRORS,
    chosen: 'AWS documents no shape for Pipes: this is what public samples of such messages hold.',
  },
  goesOn: {
    text: 'After a batch that was given up its lane goes on with the next.',
    source: ERRORS,
  },
  noDeadLetterQueue: {
    text: 'Without a DLQ a batch that is given up is dropped, and that is told.',
    source: ERRORS,
    chosen: 'AWS tells nobody.',
  },
  deadLetterFails: {
    text: 'A DLQ that does not take a position is tried again, and its lane waits, until the records are 24 h old; then they are dropped, and that is told.',
    chosen:
      'AWS does not say. To wait loses nothing, and a DLQ that is not allowed disables the Pipe.',
  },
  standardQueue: {
    text: 'A DLQ is a standard queue of the stack; a topic is refused by name.',
    source: `${PIPES_API}/API_DeadLetterConfig.html`,
    chosen: 'AWS takes a standard topic as well.',
  },
})
