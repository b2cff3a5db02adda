import type { SQSClient } from '@aws-sdk/client-sqs'
import { describe, expect, it } from 'vitest'
import type { EngineClients } from '../../engine-clients.ts'
import { createFakeClock } from '../../fake-clock.ts'
import type { InvocationResult } from '../../functions/invocation-result.ts'
import type { LocalFunction } from '../../functions/local-function.ts'
import { createMetricStore } from '../../metrics/metric-store.ts'
import { AccessDenied } from '../../policies/authorize.ts'
import type { SignalBody } from '../../signals.ts'
import { checkSupport } from '../../template/check-support.ts'
import { nameStack } from '../../template/stack-names.ts'
import type { TemplateObject } from '../../template/template.ts'
import type { Stack } from '../resource-model.ts'
import { alarm } from './alarm-model.ts'
import { alarmProperties } from './an-alarm.ts'
import { alarmRules } from './rules.ts'

const MINUTE_MS = 60_000
const BREAKER = 'arn:aws:lambda:eu-west-1:000000000000:function:breaker'
const ACTING = { AlarmName: 'parked', AlarmDescription: 'too many', AlarmActions: [BREAKER] }
const TOOK: InvocationResult = { ok: true, payload: null }
const FAILED: InvocationResult = {
  ok: false,
  timedOut: false,
  error: { errorType: 'Error', errorMessage: 'ConflictException' },
}

async function createAlarm(
  properties: Record<string, unknown>,
  options: { isAllowed?: boolean; depth?: number; answer?: () => InvocationResult } = {},
) {
  const { isAllowed = true, depth = 0, answer = () => TOOK } = options
  const clock = createFakeClock(Date.parse('2026-11-21T07:26:00Z'))
  const metrics = createMetricStore()
  const signals: SignalBody[] = []
  const events: unknown[] = []
  const asked: unknown[] = []
  const invokedAt: number[] = []
  const breaker: Partial<LocalFunction> = {
    invoke: async (event) => {
      events.push(event)
      invokedAt.push(clock.now())
      return answer()
    },
  }
  const queue = { arn: 'arn:q', name: 'SearchDlq', url: 'http://queue', retentionSeconds: 60 }
  const sqs = { send: async () => ({ Attributes: { ApproximateNumberOfMessages: `${depth}` } }) }
  const stack: Partial<Stack> = {
    names: nameStack('test'),
    ...{ clock, metrics, metricClock: clock },
    clients: { sqs: sqs as unknown as SQSClient } as EngineClients,
    emit: (signal) => signals.push(signal),
    functions: new Map([[BREAKER, breaker as LocalFunction]]),
    queues: new Map([[queue.arn, queue]]),
    access: {
      ofRole: () => () => undefined,
      ofService: (call) => (action, resource) => {
        asked.push({ ...call, action, resource })
        const denied = { caller: call.service, action, resource, reason: 'no permission' }
        if (!isAllowed) throw new AccessDenied(denied)
      },
    },
  }
  const created = await alarm.create(
    { logicalId: 'Parked', type: alarm.type, properties: alarmProperties(properties) },
    stack as Stack,
  )
  const parkAndWait = async (count = 11) => {
    const dimensions = { service: 'enrichment' }
    const point = { namespace: 'tailrace-test', name: 'RecordsParked', dimensions, value: count }
    metrics.add(point, clock.now())
    await clock.advance(MINUTE_MS)
  }
  const stop = async () => created.stop?.()
  return { created, clock, events, asked, invokedAt, signals, parkAndWait, stop }
}

const refusals = (properties: Record<string, unknown>) =>
  checkSupport(alarmProperties(properties), alarm.support).refused.map(({ message }) => message)

describe('an alarm', () => {
  it(alarmRules.actionEvent.text, async () => {
    const { created, events, asked, parkAndWait, stop } = await createAlarm(ACTING)

    await parkAndWait()
    await stop()

    const alarmArn = 'arn:aws:cloudwatch:eu-west-1:000000000000:alarm:parked'
    expect(created).toMatchObject({ ref: 'parked', attributes: { Arn: alarmArn } })
    expect(events).toEqual([
      {
        source: 'aws.cloudwatch',
        alarmArn,
        accountId: '000000000000',
        time: '2026-11-21T07:27:00.000+0000',
        region: 'eu-west-1',
        alarmData: {
          alarmName: 'parked',
          state: {
            value: 'ALARM',
            reason: 'Threshold Crossed: 1 of 1 [11] above 10',
            timestamp: '2026-11-21T07:27:00.000+0000',
          },
          previousState: {
            value: 'INSUFFICIENT_DATA',
            timestamp: '2026-11-21T07:27:00.000+0000',
          },
          configuration: {
            description: 'too many',
            metrics: [
              {
                id: 'm1',
                metricStat: {
                  metric: {
                    namespace: 'tailrace-test',
                    name: 'RecordsParked',
                    dimensions: { service: 'enrichment' },
                  },
                  period: 60,
                  stat: 'Sum',
                },
                returnData: true,
              },
            ],
          },
        },
      },
    ])
    expect(asked).toEqual([
      {
        service: 'lambda.alarms.cloudwatch.amazonaws.com',
        sourceArn: alarmArn,
        action: 'lambda:InvokeFunction',
        resource: BREAKER,
      },
    ])
  })

  it(alarmRules.actionRetries.text, async () => {
    const { clock, invokedAt, parkAndWait, stop } = await createAlarm(ACTING, {
      answer: () => FAILED,
    })
    const begun = clock.now()

    await parkAndWait()
    await clock.advance(10 * MINUTE_MS)
    await stop()

    expect(invokedAt.map((at) => at - begun)).toEqual([MINUTE_MS, 2 * MINUTE_MS, 4 * MINUTE_MS])
  })

  it(alarmRules.actionPermission.text, async () => {
    const { events, asked, parkAndWait, stop } = await createAlarm(ACTING, { isAllowed: false })

    await parkAndWait()
    await stop()

    expect(asked).toHaveLength(1)
    expect(events).toEqual([])
  })

  it(alarmRules.actionsDisabled.text, async () => {
    const { events, signals, parkAndWait, stop } = await createAlarm({
      ...ACTING,
      ActionsEnabled: false,
    })

    await parkAndWait()
    await stop()

    expect(events).toEqual([])
    expect(signals).toMatchObject([
      { type: 'alarm.state', alarm: 'Parked', state: 'ALARM', description: 'too many' },
    ])
  })

  it(alarmRules.queueDepth.text, async () => {
    const properties = {
      Namespace: 'AWS/SQS',
      MetricName: 'ApproximateNumberOfMessagesVisible',
      Dimensions: [{ Name: 'QueueName', Value: 'SearchDlq' }],
      Statistic: 'Maximum',
      Threshold: 0,
    }
    const filled = await createAlarm(properties, { depth: 1 })
    const empty = await createAlarm(properties)
    for (const { clock, stop } of [filled, empty]) {
      await clock.advance(MINUTE_MS)
      await stop()
    }

    expect(filled.signals).toMatchObject([{ state: 'ALARM' }])
    expect(empty.signals).toMatchObject([{ state: 'OK' }])
    const other = { ...properties, Dimensions: [{ Name: 'QueueName', Value: 'other' }] }
    await expect(createAlarm(other)).rejects.toThrow('the queue other is not in this stack')
  })

  it(alarmRules.otherMetrics.text, async () => {
    for (const silent of [
      { Namespace: 'AWS/Firehose', MetricName: 'DeliveryToS3.DataFreshness' },
      { Namespace: 'AWS/SQS', MetricName: 'ApproximateAgeOfOldestMessage' },
    ]) {
      const { clock, signals, stop } = await createAlarm(silent)
      await clock.advance(2 * MINUTE_MS)
      await stop()

      expect(signals).toMatchObject([{ state: 'OK' }])
      expect(refusals(silent)).toEqual([])
    }
    expect(refusals({ Namespace: 'AWS/SQS', MetricName: 'NumberOfMessagesSent' })).toEqual([
      'AWS/SQS NumberOfMessagesSent is not modelled',
    ])
  })

  it(alarmRules.otherActions.text, () => {
    const topic = 'arn:aws:sns:eu-west-1:000000000000:pager'
    const { refused, notices } = checkSupport(
      alarmProperties({ AlarmActions: [topic, BREAKER] }),
      alarm.support,
    )

    expect(refused).toEqual([])
    expect(notices.map(({ message }) => message)).toEqual([
      `tells nobody here: ${topic} is no function of the stack`,
    ])
  })

  it('is refused when it would invoke a function that is not in the stack', async () => {
    await expect(createAlarm({ AlarmActions: [`${BREAKER}-2`] })).rejects.toThrow('breaker-2')
  })

  it.each([
    [{ Period: 30 }, 'Period must be'],
    [{ Period: 90 }, 'Period must be'],
    [{ EvaluationPeriods: 0 }, 'EvaluationPeriods'],
    [{ EvaluationPeriods: 2, DatapointsToAlarm: 3 }, 'DatapointsToAlarm'],
    [{ Period: 3_600, EvaluationPeriods: 25 }, 'at most 86400'],
    [{ Threshold: 'many' }, 'Threshold'],
    [{ Statistic: 'p99' }, 'is modelled for'],
    [{ Metrics: [] }, 'is not modelled'],
  ])(`${alarmRules.ranges.text} %j`, (properties, message) => {
    expect(refusals(properties).join()).toContain(message)
  })

  it.each(['missing', 'ignore', undefined])(
    `${alarmRules.missingDataOfMany.text} %s`,
    (TreatMissingData) => {
      const { TreatMissingData: _, ...others } = alarmProperties({ EvaluationPeriods: 2 })
      const given = TreatMissingData === undefined ? others : { ...others, TreatMissingData }
      const { refused } = checkSupport(given as TemplateObject, alarm.support)

      expect(refused.map(({ message }) => message).join()).toContain('TreatMissingData is modelled')
    },
  )
})
