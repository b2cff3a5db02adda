import { invokeAsync } from '../../functions/invoke-async.ts'
import type { LocalFunction } from '../../functions/local-function.ts'
import { AccessDenied } from '../../policies/authorize.ts'
import {
  because,
  checked,
  listOf,
  modelled,
  noLocalMeaning,
  objectOf,
} from '../../template/property-support.ts'
import { findByArn, type ResourceModel, type Stack } from '../resource-model.ts'
import { toAlarmEvent } from './alarm-event.ts'
import { type AlarmSettings, judgeAlarm, readAlarmSettings } from './alarm-settings.ts'
import { ACTIONS_MAX } from './limits.ts'
import { openMetricSource } from './metric-source.ts'
import { runAlarm, type StateChange } from './run-alarm.ts'

const CLOUDWATCH = 'lambda.alarms.cloudwatch.amazonaws.com'
const actions = listOf(modelled(), { atMost: ACTIONS_MAX })

/** An alarm on one metric, whose actions invoke functions. What it holds to stands in rules.ts. */
export const alarm: ResourceModel = {
  type: 'AWS::CloudWatch::Alarm',

  support: checked(
    objectOf(
      {
        AlarmName: modelled(),
        AlarmDescription: modelled(),
        Namespace: modelled(),
        MetricName: modelled(),
        Dimensions: listOf(objectOf({ Name: modelled(), Value: modelled() })),
        Statistic: modelled('Average', 'Maximum', 'Minimum', 'SampleCount', 'Sum'),
        Period: modelled(),
        EvaluationPeriods: modelled(),
        DatapointsToAlarm: modelled(),
        Threshold: modelled(),
        ComparisonOperator: modelled(
          'GreaterThanOrEqualToThreshold',
          'GreaterThanThreshold',
          'LessThanOrEqualToThreshold',
          'LessThanThreshold',
        ),
        TreatMissingData: modelled('breaching', 'notBreaching', 'ignore', 'missing'),
        ActionsEnabled: modelled(),
        AlarmActions: actions,
        OKActions: actions,
        InsufficientDataActions: actions,
        Tags: noLocalMeaning(because.tags),
      },
      {
        required: [
          'ComparisonOperator',
          'EvaluationPeriods',
          'MetricName',
          'Namespace',
          'Period',
          'Statistic',
          'Threshold',
        ],
      },
    ),
    judgeAlarm,
  ),

  async create({ logicalId, properties }, stack) {
    const name = String(properties.AlarmName ?? stack.names.physicalName(logicalId))
    const arn = stack.names.arn('cloudwatch', `alarm:${name}`)
    const settings = readAlarmSettings(properties)
    const stopping = new AbortController()
    const { signal } = stopping
    const running = runAlarm({
      name: logicalId,
      settings,
      source: openMetricSource(settings.metric, stack),
      act: createAct({ logicalId, name, arn, settings, stack, signal }),
      clock: stack.metricClock,
      emit: stack.emit,
      signal,
    })
    const stop = async () => {
      stopping.abort()
      await running
    }
    return { ref: name, attributes: { Arn: arn }, stop }
  },
}

interface Acting {
  readonly logicalId: string
  readonly name: string
  readonly arn: string
  readonly settings: AlarmSettings
  readonly stack: Stack
  readonly signal: AbortSignal
}

/** @throws Error when an action names a function that is not in the stack. */
function createAct(acting: Acting): (change: StateChange) => Promise<void> {
  const { logicalId, arn, settings, stack, signal } = acting
  const isFunction = (action: string) => action.startsWith('arn:') && action.includes(':lambda:')
  const named = Object.values(settings.actions).flat().filter(isFunction)
  const functions = new Map(
    named.map((action) => [action, findByArn(stack.functions, action, 'the action')]),
  )
  const authorize = stack.access.ofService({ service: CLOUDWATCH, sourceArn: arn })

  const invoke = async (lambda: LocalFunction, functionArn: string, change: StateChange) => {
    try {
      authorize('lambda:InvokeFunction', functionArn)
    } catch (error) {
      // The refusal itself is told by whoever checks.
      if (error instanceof AccessDenied) return
      throw error
    }
    const event = toAlarmEvent(acting, change)
    const { clock, emit } = stack
    await invokeAsync({ name: logicalId, invoke: () => lambda.invoke(event), clock, emit, signal })
  }
  return async (change) => {
    await Promise.all(
      settings.actions[change.state].map(async (action) => {
        const lambda = functions.get(action)
        if (lambda !== undefined) await invoke(lambda, action, change)
      }),
    )
  }
}
