import { defineRules } from '../../rules/rule.ts'

const PUT_EVENTS = 'https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html'
const ENTRY =
  'https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEventsRequestEntry.html'
const RESULT =
  'https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEventsResultEntry.html'
const SIZE = 'https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-putevents.html'
const EVENTS = 'https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-events-structure.html'
/** AWS's own answers, recorded by the tests of another emulator. */
const RECORDED =
  'https://github.com/localstack/localstack/blob/main/tests/aws/services/events/test_events.snapshot.json'

export const eventBusRules = defineRules({
  entries: {
    text: 'PutEvents takes 1 to 10 entries; with none or more the call is refused.',
    source: PUT_EVENTS,
  },
  bytes: {
    text: 'PutEvents refuses a call whose entries together are over 1 MiB.',
    source: SIZE,
  },
  bytesCounted: {
    text: 'An entry counts as 14 bytes for its time and the UTF-8 bytes of source, detail type, detail and resources.',
    source: SIZE,
  },
  entriesAlone: {
    text: 'An entry that fails does not keep its neighbours from being taken.',
    source: PUT_EVENTS,
  },
  required: {
    text: 'An entry without source, detail type or detail fails with InvalidArgument.',
    source: RECORDED,
    chosen:
      'The reference says that a call in which no entry has all three fails as a whole; the recorded answers fail the entry.',
  },
  detailObject: {
    text: 'A detail that is no JSON object fails with MalformedDetail.',
    source: RESULT,
  },
  detailIntegers: {
    text: 'A detail with an integer beyond signed 64 bits fails.',
    source: PUT_EVENTS,
    chosen: 'AWS names no code; MalformedDetail is taken.',
  },
  detailLevels: {
    text: 'A detail that is nested deeper than 1100 levels fails.',
    source: PUT_EVENTS,
    chosen: 'AWS names no code; MalformedDetail is taken.',
  },
  lengths: {
    text: 'A detail type has at most 128 characters, a source at most 256.',
    source: ENTRY,
  },
  reservedSource: {
    text: 'A source that begins with "aws." fails with NotAuthorizedForSourceException.',
    source: RESULT,
  },
  unknownBus: {
    text: 'An entry for a bus that is not in the stack fails with ResourceNotFoundException.',
    chosen:
      'AWS answers with an event id and drops the event; a misspelt name is better found at once.',
  },
  time: {
    text: 'An event carries its entry’s time in UTC and whole seconds, or the present time when there is none.',
    source: ENTRY,
  },
  timeMalformed: {
    text: 'A time that is not RFC 3339 fails with InvalidArgument.',
    source: ENTRY,
    chosen: 'A client can only send a time; a Pipe takes it from a text that may be none.',
  },
  resources: {
    text: 'An entry may name any number of resources, each a text.',
    source: ENTRY,
  },
  traceHeader: {
    text: 'A trace header is taken and not passed on.',
    chosen: 'Traces are not collected locally.',
  },
  envelope: {
    text: 'A rule sees version, id, detail-type, source, account, time, region, resources and detail.',
    source: EVENTS,
  },
  detailText: {
    text: 'A target gets the detail as the text that was put.',
    chosen: 'To parse and write it would change numbers; AWS does not say that it does.',
  },
  matching: {
    text: 'Each rule whose pattern matches gets the event, in no order; an event that no rule takes is gone.',
    source: 'https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rules.html',
  },
  throttling: {
    text: 'An entry fails with ThrottlingException while too much is on its way to targets, and is taken again afterwards.',
    source: RESULT,
    chosen:
      'AWS throttles by rate and holds what is on its way; here the bound is memory: 50,000 events or 256 MiB.',
  },
  name: {
    text: 'A bus has a name of its own: not "default", at most 256 letters, digits and ./-_.',
    source: 'https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_CreateEventBus.html',
  },
})
