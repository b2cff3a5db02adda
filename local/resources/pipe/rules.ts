import { defineRules } from '../../rules/rule.ts'
import { batchRules, replyRules } from './batch/batch-rules.ts'
import { failureRules, giveUpRules } from './batch/failure-rules.ts'
import { streamRules } from './stream/stream-rules.ts'

const USER_GUIDE = 'https://docs.aws.amazon.com/eventbridge/latest/userguide'
const BATCHING = `${USER_GUIDE}/eb-pipes-batching-concurrency.html`
const ERRORS = `${USER_GUIDE}/eb-pipes-error-troubleshooting.html`
const FILTERING = `${USER_GUIDE}/eb-pipes-event-filtering.html`
const PIPES_API = 'https://docs.aws.amazon.com/eventbridge/latest/pipes-reference'
const PARAMETERS = `${PIPES_API}/API_PipeSourceDynamoDBStreamParameters.html`
const STREAMS = 'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Streams.html'

const stateRules = defineRules({
  autoDisable: {
    text: 'A Pipe that meets ten 4xx errors and more over ten minutes, and gets no batch through, is stopped with a StateReason.',
    source: ERRORS,
    chosen: 'AWS says "nearly continuous 4xx errors" and gives no figures.',
  },
  autoDisableKeeps: {
    text: 'A Pipe that was disabled keeps its position: started again, it goes on there.',
    chosen: 'AWS does not say; its desired state stays RUNNING.',
  },
  stop: {
    text: 'A Pipe that is stopped finishes what is in flight and begins nothing further.',
    source: `${PIPES_API}/API_StopPipe.html`,
    chosen:
      'AWS does not say what becomes of executions in flight. One that fails is not tried again.',
  },
  start: {
    text: 'A Pipe that is started goes on where it stopped: nothing is lost, and what was done is not repeated.',
    source: `${PIPES_API}/API_StartPipe.html`,
    chosen: 'AWS promises at least once; what failed before the stop has its retries anew.',
  },
  stoppedTooLong: {
    text: 'A Pipe that was stopped for more than 24 h goes on at the oldest record there is and tells what it lost.',
    source: STREAMS,
    chosen: 'AWS tells nobody.',
  },
  states: {
    text: 'A Pipe is STARTING until its stream has answered, and STOPPING while something is in flight.',
    source: `${PIPES_API}/API_DescribePipe.html`,
    chosen: 'AWS does not say when a state passes into the next.',
  },
  stateConflict: {
    text: 'Starting a Pipe that is STOPPING is a conflict; starting one that runs and stopping one that does not change nothing.',
    source: `${PIPES_API}/API_StartPipe.html`,
    chosen: 'AWS does not say which calls are conflicts.',
  },
  desiredState: {
    text: 'A Pipe whose DesiredState is STOPPED is created stopped.',
    source: `${PIPES_API}/API_CreatePipe.html`,
  },
  pipesApi: {
    text: "DescribePipe, StartPipe and StopPipe work on the stack's Pipes; other calls are refused by name.",
    source: `${PIPES_API}/API_Operations.html`,
  },
})

const settingRules = defineRules({
  batchSizeOfTarget: {
    text: 'A BatchSize above what the target takes at once is refused.',
    source: BATCHING,
  },
  settingRanges: { text: 'A setting outside its range is refused by name.', source: PARAMETERS },
  permissions: {
    text: 'Each call of a Pipe needs its permission: DescribeStream, GetShardIterator and GetRecords on the stream, InvokeFunction, PutEvents, and SendMessage on the DLQ.',
    source: `${USER_GUIDE}/eb-pipes-permissions.html`,
  },
  fiveFilters: {
    text: 'A Pipe has at most five filters, and a record passes with any of them.',
    source: FILTERING,
  },
})

/** What the model of a Pipe holds to. */
export const pipeRules = defineRules({
  ...streamRules,
  ...batchRules,
  ...replyRules,
  ...failureRules,
  ...giveUpRules,
  ...stateRules,
  ...settingRules,
})
