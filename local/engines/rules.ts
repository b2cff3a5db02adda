import { defineRules } from '../rules/rule.ts'

const KILLED = 'Seen with SIGKILL of each engine during writes.'

/** What the engines' processes hold to. */
export const engineRules = defineRules({
  comesBack: {
    text: 'An engine that dies is started again on the same port, and its new process is in runtime.json.',
    chosen: 'A table, queue or domain of AWS is away for seconds and back at the same address.',
  },
  keepsTable: {
    text: 'Acknowledged items, the stream label and the sequence numbers outlive the death of DynamoDB Local.',
    chosen: KILLED,
  },
  numbersGoOn: {
    text: 'Sequence numbers go on after the death of DynamoDB Local, also when all of its records are older than 24 hours.',
    chosen:
      'It begins at 1 again then, and every sink, and a Pipe, would take newer changes for older ones.',
  },
  keepsIndex: {
    text: 'Acknowledged documents and their versions outlive the death of OpenSearch.',
    chosen:
      'Seen with SIGKILL during writes; an index forces its log to disk at each request (index.translog.durability) by default.',
  },
  keepsMessages: {
    text: 'Messages that were sent, received or given back, and objects, outlive the death of SQS and S3.',
    chosen: KILLED,
  },
  keepsCache: {
    text: 'Acknowledged writes outlive the death of Redis.',
    chosen:
      'Seen with SIGKILL during writes. A cache of AWS loses less by its replicas, and may lose the last writes too.',
  },
  endsFrozenRedis: {
    text: 'Redis ends with its runtime, frozen or not.',
    chosen: 'It takes no notice of its standard input, so a guard beside it does.',
  },
  dropsTornObjects: {
    text: 'An object that was cut off in the midst of being written or deleted does not keep the object store from starting, and is not listed.',
    chosen: 'Nobody was told that it had been stored, or was there still.',
  },
  wholeObjects: {
    text: 'Who reads the folder of a bucket sees an object when all of it is there.',
    chosen: 'S3 shows no half of an object, and here the lake is read as files.',
  },
  givesBackAtOnce: {
    text: 'A message whose visibility timeout is set to 0 is there at once, with its receive count.',
    source:
      'https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-visibility-timeout.html',
  },
  backsOff: {
    text: 'The first restart is at once; each further one in a row waits longer.',
    chosen: 'What ended an engine may pass: another process on its port, too little memory.',
  },
  countsSteady: {
    text: 'Restarts stop being counted as in a row once the engine was up for a minute.',
    chosen: 'An engine that dies every few seconds is as bad as one that does not start.',
  },
  givesUp: {
    text: 'An engine that is lost after five restarts in a row ends the run, with its log named.',
    chosen: 'The pipeline cannot go on, and a person has to look.',
  },
  saysPortTaken: {
    text: 'A port that another process took meanwhile is said, and the restart is tried again.',
    chosen: 'Everything else knows the engine by its port, so it cannot move.',
  },
  stopsRestart: {
    text: 'A stop during a restart leaves no process and starts none.',
    chosen: 'Ctrl-C means everything.',
  },
  leavesFrozen: {
    text: 'A frozen engine is not restarted: that it does not answer is said, and that it answers again.',
    chosen: 'It may go on at any time, with what was asked of it meanwhile.',
  },
  quietWhileDown: {
    text: 'An engine that is down is not said to be silent as well.',
    chosen: 'One trouble is told once.',
  },
  usesGiven: {
    text: 'With OPENSEARCH_URL, DYNAMODB_URL and REDIS_URL set, neither Java nor Maven is needed, and what runs there is used as it is.',
    chosen: "It is the user's: never started, emptied, restarted or stopped.",
  },
  requiresGiven: {
    text: 'A given engine that does not answer stops the start, with the variable named.',
    chosen: 'Else every call would fail later, further from the cause.',
  },
  refusesGivenRedis: {
    text: 'A given Redis that wants a user, is a replica, or is a node of a cluster stops the start.',
    chosen: 'Every write of the cache would be refused, and come back for days.',
  },
  keepsGivenRedis: {
    text: 'Keys of a given Redis are left alone, those under the prefix of the cache too.',
    chosen:
      "They are the user's. A floor of an older stream is below every newer change; an old value goes with its time to live, or with the item's next change.",
  },
  startsEmpty: {
    text: 'Each start without --keep begins with empty engines.',
    chosen: 'A run is repeatable; data lives as long as the run.',
  },
  endsOrphans: {
    text: 'An engine that a crashed run left behind is ended by the next start, and said.',
    chosen: 'It holds a port and the data folder, and nothing else would end it.',
  },
})
