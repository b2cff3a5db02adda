import { defineRules } from '../rules/rule.ts'

const LIFECYCLE = 'https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html'
const CONCURRENCY = 'https://docs.aws.amazon.com/lambda/latest/dg/configuration-concurrency.html'
const LIMITS = 'https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html'
const NODE_HANDLER = 'https://docs.aws.amazon.com/lambda/latest/dg/nodejs-handler.html'
const VARIABLES = 'https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html'
const TIMEOUT = 'https://docs.aws.amazon.com/lambda/latest/dg/configuration-timeout.html'
const INVOKE = 'https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html'
/** The program that runs handlers on nodejs24.x, published by AWS. */
const RUNTIME_CLIENT = 'https://github.com/aws/aws-lambda-nodejs-runtime-interface-client'

/** What a function of the local runtime holds to. */
export const functionRules = defineRules({
  ownEnvironment: {
    text: 'A function sees its own variables and those Lambda sets, and nothing of the machine.',
    source: VARIABLES,
  },
  reservedVariables: {
    text: 'A variable whose name Lambda keeps for itself is refused at the start.',
    source: VARIABLES,
  },
  variablesTooLarge: {
    text: 'More than 4 KB of variables are refused at the start.',
    source: LIMITS,
  },
  settingRanges: {
    text: 'MemorySize and Timeout outside of their ranges are refused at the start.',
    source: 'https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html',
  },
  ownPackage: {
    text: 'A function finds what is in its package and nothing beside it.',
    source: 'https://docs.aws.amazon.com/lambda/latest/dg/nodejs-package.html',
  },
  oneAtATime: {
    text: 'A process runs one invocation at a time and is used again for the next.',
    source: LIFECYCLE,
  },
  warmAfterThrow: {
    text: 'A handler that throws keeps its process, and with it what it holds in memory.',
    source: LIFECYCLE,
  },
  freshAfterFailure: {
    text: 'After a time-out, an exit or running out of memory the next invocation gets a new process.',
    source: LIFECYCLE,
  },
  idleDeath: {
    text: 'A process that dies between two invocations is replaced, and none fails for it.',
    chosen:
      'AWS freezes an idle process, so what it left behind fails the next invocation; here it goes on between invocations.',
  },
  throwIsError: {
    text: 'A throw is the reply {errorType, errorMessage, trace} and is written to the log.',
    source: 'https://docs.aws.amazon.com/lambda/latest/dg/nodejs-exceptions.html',
  },
  throwOfNoError: {
    text: 'What is thrown and is no Error is told by its type and text, with an empty trace.',
    source: RUNTIME_CLIENT,
  },
  timesOut: {
    text: 'An invocation that passes Timeout ends with its process, and with no other.',
    source: TIMEOUT,
    chosen: 'Measured on the clock of the machine: the work of a handler takes real time.',
  },
  exitIsError: {
    text: 'A handler that ends its process fails as Runtime.ExitError with the status.',
    source: LIFECYCLE,
  },
  crashIsError: {
    text: 'An uncaught exception and an unhandled rejection end the process with status 1.',
    source: RUNTIME_CLIENT,
  },
  neverSettles: {
    text: 'A handler that waits with nothing left that could wake it fails, without a reason.',
    source: RUNTIME_CLIENT,
  },
  heapIsLimited: {
    text: 'The heap of a process may take nine tenths of MemorySize, new space a tenth.',
    source: 'https://gallery.ecr.aws/lambda/nodejs',
    chosen: "The flags are those of the start script in AWS's own images.",
  },
  outOfMemory: {
    text: 'A process that takes more than MemorySize, in its heap or beside it, is killed.',
    source: 'https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html',
    chosen:
      'Resident memory is looked at every 50 ms and at the reply. What Node and our own part take before the code is loaded counts as 65 MiB, which is what they take on AWS.',
  },
  initFails: {
    text: 'Code that fails to load fails the invocation with its error; the next one loads it anew.',
    source: LIFECYCLE,
    chosen: 'AWS may load it twice for one invocation; here it is loaded once.',
  },
  initTakesTooLong: {
    text: 'Code that has not loaded after 10 s is loaded again within the Timeout of the invocation.',
    source: LIFECYCLE,
  },
  handlerNotFound: {
    text: 'A handler, or a module, that is not there fails as Lambda names it.',
    source: RUNTIME_CLIENT,
  },
  noCallbacks: {
    text: 'A handler that declares a third argument, a callback, is refused when it is loaded.',
    source: NODE_HANDLER,
  },
  repliesWhenSettled: {
    text: 'A reply is sent when the promise settles: the event loop need not be empty.',
    source: RUNTIME_CLIENT,
    chosen: 'Work that is left goes on; AWS freezes it until the next invocation.',
  },
  undefinedIsNull: {
    text: 'A handler that returns nothing replies null.',
    source: RUNTIME_CLIENT,
  },
  unserialisable: {
    text: 'A reply that JSON cannot hold fails as Runtime.JSONStringifyError.',
    source: RUNTIME_CLIENT,
  },
  requestTooLarge: {
    text: 'A payload of more than 6 MB is refused before the function runs.',
    source: INVOKE,
  },
  replyTooLarge: {
    text: 'A reply of more than 6 MB and 100 bytes fails as Function.ResponseSizeTooLarge.',
    source: LIMITS,
    chosen: 'The 100 bytes are from the message of AWS, 6291556 bytes.',
  },
  reservedZero: {
    text: 'ReservedConcurrentExecutions of 0 throttles every invocation.',
    source: CONCURRENCY,
  },
  reservedLimits: {
    text: 'Invocations above ReservedConcurrentExecutions are throttled at once, with a 429.',
    source: CONCURRENCY,
  },
  othersWait: {
    text: 'Without that setting, invocations above the processes of this machine wait in line.',
    chosen:
      'AWS would start up to a thousand; the three processes are ours, so nobody fails by them.',
  },
  stopLetsFinish: {
    text: 'A stop lets running invocations finish for 5 s, then ends every process.',
    chosen: 'A runtime that stops must end; AWS has no such moment.',
  },
  endsWithTheRuntime: {
    text: 'A process ends when the runtime is gone, be it idle or busy.',
    chosen: 'Nothing may be left running on the machine after a crash.',
  },
})
