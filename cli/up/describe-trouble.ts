import type { Signal } from '../../local/signals.ts'
import { counted } from './counted.ts'
import { describeEngineTrouble } from './describe-engine.ts'
import { describeStop } from './describe-stop.ts'
import { sinkOf } from './sinks.ts'
import { type Trouble, withoutNumbers, withoutRequestId } from './trouble.ts'

type Kind<Type extends Signal['type']> = Extract<Signal, { type: Type }>

/** A signal that tells of trouble, in words; undefined for any other. */
export function describeTrouble(signal: Signal): Trouble | undefined {
  switch (signal.type) {
    case 'batch.failed':
      return failedBatch(signal)
    case 'batch.bisected':
      return {
        key: `bisected ${signal.pipe}`,
        text: `${signal.pipe} halves a batch of ${signal.records} to find the record that fails`,
        short: `${signal.pipe} halved a batch`,
      }
    case 'batch.dead_lettered':
    case 'batch.dropped':
      return givenUpBatch(signal)
    case 'records.trimmed':
      return {
        key: `trimmed ${signal.pipe}`,
        text: `${signal.pipe}: records of ${signal.shardId} passed the 24 h of the stream unread and are lost`,
        short: `${signal.pipe} lost records that the stream no longer has`,
        isFinal: true,
      }
    case 'alarm.state':
    case 'mapping.state':
    case 'pipe.state':
      return describeStop(signal)
    case 'delivery.failed':
      return {
        key: `delivery ${signal.rule} ${signal.target} ${withoutNumbers(signal.error)}`,
        text: `${signal.rule} could not deliver to ${signal.target}: ${signal.error}`,
        short: `${signal.rule} could not deliver to ${signal.target}`,
        cause: signal.error,
        holds: { hop: 'rule', why: `${signal.target} does not take them: ${signal.error}` },
      }
    case 'event.dead_lettered':
      return {
        key: `event dead-lettered ${signal.rule} ${signal.errorCode}`,
        text: `${signal.rule} gave an event up (${signal.errorCode}): it lies in ${signal.deadLetterQueue}`,
        short: `${signal.rule} gave an event up (${signal.errorCode})`,
        isFinal: true,
      }
    case 'event.dropped':
      return {
        key: `event dropped ${signal.rule} ${signal.errorCode}`,
        text: `${signal.rule} gave an event up (${signal.errorCode}) and lost it: ${signal.reason}`,
        short: `${signal.rule} lost an event (${signal.errorCode})`,
        isFinal: true,
      }
    case 'rule.stopped':
      return {
        key: `rule stopped ${signal.rule}`,
        text: `${signal.rule} was stopped with ${counted(signal.lost, 'event')} on the way`,
        short: `${signal.rule} was stopped`,
      }
    case 'messages.expired':
      return {
        key: `expired ${signal.queue}`,
        text: `${counted(signal.messages, 'message')} passed the retention of ${signal.queue} and ${signal.messages === 1 ? 'is' : 'are'} gone`,
        short: `messages of ${signal.queue} expired`,
        isFinal: true,
      }
    case 'records.misfiled':
      return {
        key: `misfiled ${signal.deliveryStream} ${signal.errorType}`,
        text: `${signal.deliveryStream} could not place ${counted(signal.records, 'record')} (${signal.errorType}): see ${signal.key}`,
        short: `${signal.deliveryStream} could not place records (${signal.errorType})`,
        isFinal: true,
      }
    case 'records.lost':
      return {
        key: `lost ${signal.deliveryStream}`,
        text: `${signal.deliveryStream} lost ${counted(signal.records, 'record')}: ${signal.reason}`,
        short: `${signal.deliveryStream} lost records`,
        cause: signal.reason,
        isFinal: true,
      }
    case 'engine.down':
    case 'engine.silent':
      return describeEngineTrouble(signal)
    case 'function.failed':
    case 'function.timed_out':
    case 'function.throttled':
      return failedFunction(signal)
    case 'mapping.batch':
      return leftMessages(signal)
    case 'retry.scheduled':
      return {
        key: `retry ${signal.resource} ${withoutNumbers(signal.reason)}`,
        text: `${signal.resource} tries again: ${signal.reason}`,
        short: `${signal.resource} tried again`,
        cause: signal.reason,
      }
    case 'access.denied':
      return {
        key: `denied ${signal.caller} ${signal.action} ${signal.resource}`,
        text: `access denied: ${signal.caller} may not ${signal.action} on ${signal.resource}: ${signal.reason}`,
        short: `${signal.caller} may not ${signal.action}`,
        cause: signal.reason,
        isFinal: true,
      }
    case 'condition.not_modelled':
      return {
        key: `condition ${signal.policy} ${signal.statement} ${signal.condition}`,
        text: `the condition ${signal.condition} in ${signal.statement} of ${signal.policy} is not modelled: taken as met where it allows, as not met where it denies`,
        short: `${signal.policy} has a condition that is not modelled`,
      }
    default:
      return undefined
  }
}

function failedBatch({ pipe, stage, records, error }: Kind<'batch.failed'>): Trouble {
  return {
    key: `batch ${pipe} ${stage} ${withoutNumbers(error)}`,
    text: `${pipe}: a batch of ${records} failed in its ${stage}: ${withoutRequestId(error)}`,
    short: `a batch of ${pipe} failed in its ${stage}`,
    cause: error,
    holds: { hop: 'pipe', why: `its ${stage} fails: ${withoutRequestId(error)}` },
  }
}

function givenUpBatch(signal: Kind<'batch.dead_lettered'> | Kind<'batch.dropped'>): Trouble {
  const { pipe, condition, records, shardId, startSequenceNumber, endSequenceNumber } = signal
  const range =
    startSequenceNumber === endSequenceNumber
      ? startSequenceNumber
      : `${startSequenceNumber} to ${endSequenceNumber}`
  const outcome =
    signal.type === 'batch.dropped'
      ? `lost: ${signal.reason}`
      : `position in its DLQ: ${range} of ${shardId}`
  return {
    key: `${signal.type} ${pipe} ${condition}`,
    text: `${pipe} gave ${counted(records, 'record')} up (${condition}), ${outcome}`,
    short: `${pipe} gave records up (${condition})`,
    isFinal: true,
  }
}

function failedFunction(
  signal: Kind<'function.failed'> | Kind<'function.timed_out'> | Kind<'function.throttled'>,
): Trouble {
  const name = signal.function
  if (signal.type === 'function.timed_out') {
    const short = `${name} ran into its time-out of ${signal.timeoutMs / 1_000} s`
    return { key: `timed out ${name}`, text: `${short} and was ended`, short, cause: 'timed out' }
  }
  if (signal.type === 'function.throttled') {
    const short = `${name} was throttled: its reserved concurrency of ${signal.limit} is in use`
    return { key: `throttled ${name}`, text: short, short, cause: 'Rate Exceeded' }
  }
  const { errorType, error } = signal
  const key = `function ${name} ${errorType} ${withoutNumbers(error)}`
  const verb = FATES[errorType]
  if (verb !== undefined) {
    return {
      key,
      text: `${name} ${verb}: see ${name}.log`,
      short: `${name} ${verb}`,
      cause: error,
    }
  }
  const text = `${name} failed: ${errorType}: ${error}`
  return { key, text, short: `${name} failed with ${errorType}`, cause: error }
}

/** What Lambda's own error types mean; their messages say no more. */
const FATES: Readonly<Record<string, string>> = {
  'Runtime.ExitError': 'crashed',
  'Runtime.OutOfMemory': 'ran out of memory',
}

function leftMessages(signal: Kind<'mapping.batch'>): Trouble | undefined {
  const { failed, messages, error } = signal
  const name = signal.function
  const hop = sinkOf(signal.mapping)
  if (failed.length === 0) return undefined
  const said = error === undefined ? undefined : withoutRequestId(error)
  const because = said === undefined ? '' : `: ${said}`
  return {
    key: `left ${name} ${withoutNumbers(error ?? '')}`,
    text: `${name} left ${failed.length} of ${counted(messages, 'message')} for later${because}`,
    short: `${name} left messages for later`,
    ...(error !== undefined && { cause: error }),
    ...(hop && {
      holds: { hop, why: `${name} ${said === undefined ? 'puts them off' : `fails: ${said}`}` },
    }),
  }
}
