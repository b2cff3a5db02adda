/**
 * What the models tell while they run, for a live view. A signal stays in the process and may hold a
 * whole record: it is shown, not logged. `at` is when it happened, epoch milliseconds.
 */

import type { Faults } from './chaos/fault.ts'
import type { MetricPoint } from './metrics/metric-point.ts'
import type { AlarmState } from './resources/alarm/alarm-state.ts'
import type { BusEvent } from './resources/event-bus/bus-event.ts'
import type { MappingState } from './resources/event-source-mapping/mapping-state.ts'
import type { GiveUpCondition } from './resources/pipe/batch/dead-letter-message.ts'
import type { PipeState } from './resources/pipe/pipe-state.ts'
import type { SourceRecord } from './resources/pipe/source-record.ts'

export type Signal =
  /** A stream record was read for the first time. */
  | { type: 'record.read'; at: number; pipe: string; shardId: string; record: SourceRecord }
  /** The Pipe's filter dropped it: nothing further will be told of it. */
  | { type: 'record.filtered'; at: number; pipe: string; eventID: string }
  /** The Pipe is through with them: published, left out by the enrichment, or given up. */
  | { type: 'records.done'; at: number; pipe: string; eventIDs: readonly string[] }
  /** The enrichment replied with `events` items. */
  | { type: 'batch.enriched'; at: number; pipe: string; records: number; events: number }
  | {
      type: 'batch.failed'
      at: number
      pipe: string
      stage: 'enrichment' | 'target'
      records: number
      attempt: number
      error: string
    }
  /** A batch that failed is tried again in halves, so many records each. */
  | {
      type: 'batch.bisected'
      at: number
      pipe: string
      records: number
      halves: readonly number[]
    }
  /** A batch was given up; its position is in the Pipe's DLQ. */
  | {
      type: 'batch.dead_lettered'
      at: number
      pipe: string
      condition: GiveUpCondition
      shardId: string
      startSequenceNumber: string
      endSequenceNumber: string
      records: number
    }
  /** A batch was given up, and there is no DLQ that took its position. */
  | {
      type: 'batch.dropped'
      at: number
      pipe: string
      condition: GiveUpCondition
      shardId: string
      startSequenceNumber: string
      endSequenceNumber: string
      records: number
      reason: string
    }
  /**
   * The stream has forgotten what the Pipe had not read: those records, or where they are not known,
   * whatever came after that one.
   */
  | {
      type: 'records.trimmed'
      at: number
      pipe: string
      shardId: string
      afterSequenceNumber?: string
      records?: number
      startSequenceNumber?: string
      endSequenceNumber?: string
    }
  /** `reason` is there when it was disabled; `by` is the function that asked for it, if one did. */
  | { type: 'pipe.state'; at: number; pipe: string; state: PipeState; reason?: string; by?: string }
  /** The same of what feeds a function from a queue; told when it changes. */
  | { type: 'mapping.state'; at: number; mapping: string; state: MappingState; by?: string }
  /** A line of a function's log carried metrics. */
  | {
      type: 'metrics.published'
      at: number
      /** Logical id. */
      function: string
      points: readonly MetricPoint[]
    }
  /** An alarm came to another state. */
  | {
      type: 'alarm.state'
      at: number
      /** Logical id. */
      alarm: string
      state: AlarmState
      before: AlarmState
      reason: string
      description: string
    }
  | { type: 'event.accepted'; at: number; bus: string; event: BusEvent }
  | { type: 'event.delivered'; at: number; rule: string; target: string; eventId: string }
  | {
      type: 'delivery.failed'
      at: number
      rule: string
      target: string
      eventId: string
      error: string
    }
  /** The target was given up: the event is in its DLQ, with that ERROR_CODE. */
  | {
      type: 'event.dead_lettered'
      at: number
      rule: string
      target: string
      eventId: string
      errorCode: string
      deadLetterQueue: string
    }
  /** The target was given up, and so was its DLQ, or it has none: the event is lost to it. */
  | {
      type: 'event.dropped'
      at: number
      rule: string
      target: string
      eventId: string
      errorCode: string
      reason: string
    }
  /** A stop lost events that were still on their way; each was told as dropped. */
  | { type: 'rule.stopped'; at: number; rule: string; lost: number }
  /** A delivery stream wrote an object; `bytes` are those of the records, before compression. */
  | {
      type: 'records.delivered'
      at: number
      deliveryStream: string
      key: string
      records: number
      bytes: number
    }
  /** They had no partition: the object is under the error prefix. */
  | {
      type: 'records.misfiled'
      at: number
      deliveryStream: string
      key: string
      records: number
      bytes: number
      errorType: string
    }
  /** The bucket took them neither for a day nor at the stop: they are gone. */
  | { type: 'records.lost'; at: number; deliveryStream: string; records: number; reason: string }
  /** Messages passed their queue's retention and are gone. */
  | { type: 'messages.expired'; at: number; queue: string; messages: number }
  | { type: 'function.invoked'; at: number; function: string; durationMs: number }
  | { type: 'function.failed'; at: number; function: string; errorType: string; error: string }
  | { type: 'function.timed_out'; at: number; function: string; timeoutMs: number }
  /** It was not run: as many as its reserved concurrency were running. */
  | { type: 'function.throttled'; at: number; function: string; limit: number }
  /** One invocation by a mapping; `failed` are the message ids that stay in the queue. */
  | {
      type: 'mapping.batch'
      at: number
      mapping: string
      function: string
      messages: number
      failed: readonly string[]
      error?: string
    }
  /** Something is tried again after `delayMs`. */
  | { type: 'retry.scheduled'; at: number; resource: string; delayMs: number; reason: string }
  /** A role or a service lacks a permission: told once until the call is allowed again. */
  | {
      type: 'access.denied'
      at: number
      /** Logical id of the role, or the service and whom it calls for. */
      caller: string
      action: string
      resource: string
      /** Which statement is missing or denies, and where to mend it. */
      reason: string
    }
  /** Things go wrong on purpose from now on; with no faults, no longer. */
  | { type: 'faults.set'; at: number; faults: Faults }
  /** The models' time, the functions' and that of SQS went on by `ms`. */
  | { type: 'clock.jumped'; at: number; ms: number }
  /** The engine's process ended, unasked by the runtime, and is started again. `engine` as in the runtime file. */
  | { type: 'engine.down'; at: number; engine: string; reason: string }
  /** It runs again, on the same port and data, `afterMs` after its end. */
  | { type: 'engine.up'; at: number; engine: string; afterMs: number }
  /** It is there and has not answered for `afterMs`: frozen, or out of reach. It is left alone. */
  | { type: 'engine.silent'; at: number; engine: string; afterMs: number; reason: string }
  /** It answers again; it had been silent for `afterMs`. */
  | { type: 'engine.answers'; at: number; engine: string; afterMs: number }
  /** Taken as met where it allows, as not met where it denies: told at the start. */
  | {
      type: 'condition.not_modelled'
      at: number
      /** Logical id of what holds the policy. */
      policy: string
      statement: string
      /** Operator and key. */
      condition: string
    }

export type SignalListener = (signal: Signal) => void

/** Tells a signal, adding the time. */
export type Emit = (signal: SignalBody) => void

type WithoutTime<One> = One extends Signal ? Omit<One, 'at'> : never
export type SignalBody = WithoutTime<Signal>
