import { defineRules } from '../../rules/rule.ts'

const UPDATE = 'https://docs.aws.amazon.com/lambda/latest/api/API_UpdateEventSourceMapping.html'
const BATCHING = 'https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html'
const CONFIGURING = 'https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html'
const SCALING = 'https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-scaling.html'
const ERRORS = 'https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html'
const FILTERING = 'https://docs.aws.amazon.com/lambda/latest/dg/with-sqs-filtering.html'
const FILTER_SYNTAX = 'https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventfiltering.html'
const SETTINGS = 'https://docs.aws.amazon.com/lambda/latest/api/API_CreateEventSourceMapping.html'
const ENABLED = 'https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventsourcemapping.html'

/** What the mapping from a queue to a function holds to. */
export const mappingRules = defineRules({
  settingRanges: {
    text: 'A batch of 1 to 10000, a window of 0 to 300 s, a concurrency of 2 to 1000; others are refused at the start.',
    source: SETTINGS,
  },
  largeBatchNeedsWindow: {
    text: 'A batch of more than ten needs a window of at least a second, or is refused at the start.',
    source: SETTINGS,
  },
  visibilityTooShort: {
    text: "A queue whose visibility timeout is below the function's timeout is refused at the start.",
    source: CONFIGURING,
    chosen: 'The message is that of the API: the page only recommends six times the timeout.',
  },
  roleLacksPermission: {
    text: 'A role that may not receive, delete or read the attributes of the queue is refused at the start.',
    source: BATCHING,
  },
  disabled: {
    text: 'With Enabled false nothing is polled, and messages stay in the queue.',
    source: ENABLED,
  },
  shapeOfRecord: {
    text: 'A message reaches the function as a record with its attributes, source and region.',
    source: BATCHING,
  },
  batchBySize: {
    text: 'A batch is closed when it holds BatchSize messages.',
    source: BATCHING,
  },
  batchByWindow: {
    text: 'A batch is closed when its window is over, counted from its first message.',
    source: BATCHING,
  },
  batchWithoutWindow: {
    text: 'Without a window a batch is what one poll gives.',
    source: BATCHING,
  },
  batchByBytes: {
    text: 'A batch is closed before its payload would pass 6 MB; the next one begins with what did not fit.',
    source: BATCHING,
  },
  longPoll: {
    text: 'An empty queue is polled with a wait, and a message that comes is taken at once.',
    source: SCALING,
    chosen: 'Each wait is a second, not twenty, so that the runtime stops soon.',
  },
  concurrency: {
    text: 'As many batches as MaximumConcurrency are in work at a time, and five without it.',
    source: SCALING,
    chosen:
      'Never more than three, the processes a function has here; AWS goes on to 1,250. There is no scaling in between.',
  },
  reservedIsNotSeen: {
    text: "Polling does not look at the function's reserved concurrency.",
    source: 'https://repost.aws/knowledge-center/lambda-sqs-scaling',
  },
  deletesTaken: {
    text: 'What the function took is deleted, ten messages a call.',
    source: BATCHING,
    chosen: 'The calls come one after another.',
  },
  deletionFails: {
    text: 'A message that could not be deleted is delivered again; the rest of its batch is deleted.',
    source: BATCHING,
    chosen: 'A deletion is not tried a second time.',
  },
  failureKeepsBatch: {
    text: 'A throw, a time-out, a crash, too little memory or a failed init leaves the whole batch to its visibility timeout.',
    source: ERRORS,
  },
  failureBacksOff: {
    text: 'Failed invocations reduce how many batches are in work, successful ones bring that back.',
    source: ERRORS,
    chosen:
      'AWS says gradually: half for each failure, never below one; one more for each success.',
  },
  reportingDoesNotBackOff: {
    text: 'With ReportBatchItemFailures failed invocations do not reduce polling.',
    source: ERRORS,
  },
  throttleIsRetried: {
    text: 'A batch that is throttled is kept and tried again until its visibility timeout is over.',
    source: ERRORS,
    chosen: 'Delays from 0.5 to 10 s, growing, with jitter; AWS gives no numbers.',
  },
  throttleGivesUp: {
    text: 'A batch that is throttled all that time goes back to the queue: its next receive counts.',
    source: ERRORS,
  },
  throttleBacksOff: {
    text: 'A throttled invocation reduces polling, whatever the function reports.',
    source: ERRORS,
  },
  emptyReplyIsSuccess: {
    text: 'No reply, and an absent, null or empty batchItemFailures, mean that every message is done.',
    source: ERRORS,
  },
  reportedStay: {
    text: 'The messages named in batchItemFailures stay for their visibility timeout, the others are deleted.',
    source: ERRORS,
  },
  badIdentifierFailsAll: {
    text: 'An itemIdentifier that is empty, null, absent, misnamed or no text fails the whole batch.',
    source: ERRORS,
  },
  unknownIdentifierFailsAll: {
    text: 'An itemIdentifier of no message of the batch fails the whole batch.',
    source: ERRORS,
    chosen: 'The page names it for FIFO queues and streams only.',
  },
  unreadableReplyFailsAll: {
    text: 'A reply that is no object, or a batchItemFailures that is no list, fails the whole batch.',
    source: ERRORS,
    chosen: 'The page says invalid JSON; a function of Node can only reply JSON of another shape.',
  },
  extraKeysAreIgnored: {
    text: 'A message that is named twice counts once, and other keys of the reply mean nothing.',
    chosen: 'AWS does not say; nothing is lost by it.',
  },
  replyIgnored: {
    text: 'Without ReportBatchItemFailures the reply means nothing: what did not fail is done.',
    source: ERRORS,
  },
  pollFails: {
    text: 'A poll that fails, or that the role is denied, is tried again with growing delays.',
    chosen: 'From 0.5 to 10 s with jitter; AWS does not say.',
  },
  openBatchSurvives: {
    text: 'A poll that fails while a batch is open does not cost the batch.',
    chosen: 'AWS does not say; its messages would come again after their visibility timeout.',
  },
  stopFinishes: {
    text: 'A stop finishes the batches in work and begins none.',
    chosen: 'A runtime that stops must end; AWS has no such moment.',
  },
  disabledLater: {
    text: 'A mapping that is disabled finishes the batches in work and begins none: its messages stay in the queue.',
    source: UPDATE,
    chosen: 'AWS does not say what becomes of batches in work.',
  },
  enabledAgain: {
    text: 'Enabled again it goes on with what is in the queue; a change to what it is already changes nothing.',
    source: UPDATE,
  },
  inUse: {
    text: 'A change of a mapping that is Disabling is refused as in use.',
    source: UPDATE,
    chosen: 'Enabling takes no time here.',
  },
  mappingsApi: {
    text: "GetEventSourceMapping, and UpdateEventSourceMapping with Enabled alone, work on the stack's mappings; all else is refused by name.",
    source: UPDATE,
  },
  filteredAreDeleted: {
    text: 'A message that no filter matches is deleted and never reaches the function.',
    source: FILTERING,
    chosen: 'It is filtered when it is received, so it does not count toward the batch.',
  },
  filtersAreAlternatives: {
    text: 'A message passes when one of the filters matches.',
    source: FILTER_SYNTAX,
  },
  filterOnJson: {
    text: 'A filter with an object for body matches bodies that are JSON and drops the others.',
    source: FILTERING,
  },
  filterOnText: {
    text: 'A filter with a list for body compares the text, and drops bodies that are JSON.',
    source: FILTERING,
    chosen: 'As JSON counts an object or a list; a number or a quoted text is text.',
  },
  filterLimits: {
    text: 'More than five filters, one over 4096 characters, or one on anything but body is refused at the start.',
    source: FILTERING,
    chosen: 'Ten filters can be had on request.',
  },
})
