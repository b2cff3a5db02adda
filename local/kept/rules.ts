import { defineRules } from '../rules/rule.ts'

const KILLED = 'Seen with SIGKILL of an engine, then of the runtime, during writes.'

/** What a start with `--keep` holds to. */
export const keptRules = defineRules({
  losesNothing: {
    text: 'After SIGKILL of an engine and of the runtime during writes, a start with --keep brings every sink to the table.',
    chosen: 'What AWS has in durable services lies on disk here, in .tailrace/kept.',
  },
  apart: {
    text: 'A start without --keep begins empty, and leaves alone what was kept.',
    chosen: 'Who forgets the flag once would be sorry to lose the data.',
  },
  anyPort: {
    text: 'What was kept is found on any ports.',
    chosen: 'A port may be taken at the next start.',
  },
  queues: {
    text: 'A queue comes back with its settings, and its messages with their delays and receive counts.',
    chosen: KILLED,
  },
  inFlight: {
    text: 'Messages that were in flight when the runtime ended are visible at the next start.',
    chosen:
      'On AWS their visibility timeout returns them; the functions that had them are known to be gone here.',
  },
  numbersGoOn: {
    text: 'A stream’s sequence numbers go on, also when all of its records are older than 24 hours.',
    chosen:
      'DynamoDB Local begins at 1 again then, and what is kept would pass for newer than any change.',
  },
  journalFirst: {
    text: 'An event is on disk before it is accepted, and a Pipe’s position is written after that.',
    chosen: 'In the other order a death in between would lose the event.',
  },
  undelivered: {
    text: 'An event is kept until every target of every rule, or its DLQ, has it; a stop leaves what waits to the next run.',
    chosen:
      'On AWS the bus holds an event for 24 hours. Targets that had it may get it again, and its age counts anew.',
  },
  unwritten: {
    text: 'A record that Firehose took is kept until the bucket has it, with the time of its arrival; a stop leaves what the bucket does not take to the next run.',
    chosen: 'On AWS a stream keeps a record for 24 hours. It may be written twice.',
  },
  position: {
    text: 'A Pipe goes on after the last record before which everything was done.',
    chosen: 'What other lanes had done beyond it is done again: AWS promises at least once.',
  },
  ageWhileAway: {
    text: 'The time for which no runtime was there does not count towards MaximumRecordAgeInSeconds.',
    chosen: 'On AWS a Pipe is always there. A day after its change a record is gone all the same.',
  },
  otherStream: {
    text: 'A position in another stream counts for nothing: a table that was made anew is read from its start.',
    chosen: 'Its sequence numbers say nothing of this one’s.',
  },
  secrets: {
    text: 'A generated secret stays, or the start is refused when GenerateSecretString has changed.',
    chosen:
      'AWS generates another one then. Tokens in the sinks were made with it, and would no longer match.',
  },
  sameTable: {
    text: 'A table that is there is taken over; with another key, stream view or time to live the start is refused, with the way out.',
    chosen: 'AWS replaces the table, and loses its items.',
  },
  settingsAnew: {
    text: 'A queue that is there gets the template’s settings, and keeps its messages.',
    source:
      'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-sqs-queue.html',
  },
  oneStep: {
    text: 'A message that goes to its DLQ is in one of the two queues, whenever the engine is killed.',
    chosen: 'The engine deletes it in one step and puts it there in the next.',
  },
})
