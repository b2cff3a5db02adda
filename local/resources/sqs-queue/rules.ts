import { defineRules } from '../../rules/rule.ts'

const API = 'https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference'
const GUIDE = 'https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide'

export const queueRules = defineRules({
  visibility: {
    text: 'A received message is hidden for the visibility timeout and then there again.',
    source: `${GUIDE}/sqs-visibility-timeout.html`,
  },
  visibilityChanged: {
    text: 'The visibility timeout of a message that is in flight can be changed, counted from the change.',
    source: `${API}/API_ChangeMessageVisibility.html`,
  },
  receiveCount: {
    text: 'Each receive adds one to ApproximateReceiveCount; the time of the first receive stays.',
    source: `${API}/API_ReceiveMessage.html`,
  },
  deleted: {
    text: 'A deleted message does not come back.',
    source: `${API}/API_DeleteMessage.html`,
  },
  oldHandle: {
    text: 'A delete with the handle of an earlier receive succeeds and may delete nothing.',
    source: `${API}/API_DeleteMessage.html`,
  },
  bogusHandle: {
    text: 'A delete with a handle that was never given succeeds and deletes nothing.',
    chosen:
      'AWS refuses it with ReceiptHandleIsInvalid; the engine does not tell it from an old one.',
  },
  redrive: {
    text: 'A message that was received maxReceiveCount times goes to the DLQ instead of being received once more.',
    source: `${GUIDE}/sqs-dead-letter-queues.html`,
  },
  redriveWhole: {
    text: 'A redrive keeps the message’s id, body and attributes.',
    source: `${GUIDE}/sqs-dead-letter-queues.html`,
  },
  redriveCount: {
    text: 'The receive count of a message goes on in its DLQ; the look that moved it counts too.',
    chosen: 'AWS does not say; another implementation does not count the move.',
  },
  redriveKeepsTime: {
    text: 'A redrive keeps the time at which the message was sent: time in the source counts against the DLQ’s retention.',
    source: `${GUIDE}/setting-up-dead-letter-queue-retention.html`,
  },
  redriveSource: {
    text: 'A message in a DLQ does not say which queue it came from.',
    chosen: 'AWS gives DeadLetterQueueSourceArn; the engine does not.',
  },
  redrivePolicy: {
    text: 'A DLQ is a queue of the stack, and maxReceiveCount lies within 1 and 1000.',
    source: `${API}/API_SetQueueAttributes.html`,
  },
  redriveAllowPolicy: {
    text: 'A queue whose RedriveAllowPolicy does not allow a source cannot be its DLQ.',
    source: `${API}/API_SetQueueAttributes.html`,
  },
  retention: {
    text: 'A message that is older than MessageRetentionPeriod is gone, received or not.',
    source: `${API}/API_SetQueueAttributes.html`,
  },
  retentionTold: {
    text: 'Messages that expire are told.',
    chosen: 'AWS tells nobody; here it is lost data that a person should hear of.',
  },
  delay: {
    text: 'A delayed message cannot be received before its delay is over: the queue’s, or its own.',
    source: `${GUIDE}/sqs-delay-queues.html`,
  },
  longPoll: {
    text: 'A receive that waits returns when a message comes, or empty at the end of its wait.',
    source: `${GUIDE}/sqs-short-and-long-polling.html`,
    chosen: 'Of several that wait, those that get nothing of it may return empty at once.',
  },
  size: {
    text: 'A message has at most 1 MiB.',
    source: `${GUIDE}/quotas-messages.html`,
  },
  sizeOfQueue: {
    text: 'A queue refuses a message whose body and attributes together are larger than its MaximumMessageSize, 1 MiB when it names none.',
    source: `${API}/API_SetQueueAttributes.html`,
  },
  batchSize: {
    text: 'A batch has at most 10 messages and 1 MiB.',
    source: `${API}/API_SendMessageBatch.html`,
  },
  characters: {
    text: 'A body with a character that XML does not allow is refused; one beyond U+FFFF is allowed.',
    source: `${API}/API_SendMessage.html`,
  },
  errorNames: {
    text: 'What is too large is refused with InvalidParameterValue, what is not allowed in a body with InvalidMessageContents.',
    source: `${API}/API_SendMessage.html`,
    chosen:
      'The engine writes the first with a prefix that AWS may leave out; both are understood.',
  },
  counts: {
    text: 'A queue counts what is visible, in flight and delayed.',
    source: `${API}/API_GetQueueAttributes.html`,
  },
  ranges: {
    text: 'A queue setting out of its range stops the start with its name.',
    source: `${API}/API_SetQueueAttributes.html`,
  },
  standardOnly: {
    text: 'A FIFO queue stops the start.',
    chosen:
      'The engine hands out one message of a group at a time, which AWS does not; a rule’s DLQ and its target without group id must be standard queues.',
  },
  missing: {
    text: 'A queue that is gone is refused with QueueDoesNotExist.',
    source: `${API}/API_SendMessage.html`,
  },
  onceInOrder: {
    text: 'A message is received once per visibility timeout, and in the order of sending.',
    chosen:
      'AWS may deliver twice and out of order; nothing here does so by itself, so a test has to send twice.',
  },
  traceHeader: {
    text: 'AWSTraceHeader is taken and not kept.',
    chosen: 'Traces are not collected locally.',
  },
  absentCalls: {
    text: 'StartMessageMoveTask and ListDeadLetterSourceQueues are refused by name.',
    chosen: 'The engine lacks them: redrive by receiving, sending and deleting.',
  },
})
