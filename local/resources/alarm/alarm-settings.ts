import { isRecord } from '../../../shared/json/is-record.ts'
import type { Metric } from '../../metrics/metric-point.ts'
import type { Judgement } from '../../template/property-support.ts'
import type { TemplateObject, TemplateValue } from '../../template/template.ts'
import type { AlarmState } from './alarm-state.ts'
import { LOOK_BACK_SECONDS_MAX, PERIOD_STEP_SECONDS } from './limits.ts'
import { isModelledMetric } from './metric-source.ts'

export type MissingData = 'breaching' | 'notBreaching' | 'ignore' | 'missing'
export type Statistic = 'Average' | 'Maximum' | 'Minimum' | 'SampleCount' | 'Sum'
export type Comparison =
  | 'GreaterThanOrEqualToThreshold'
  | 'GreaterThanThreshold'
  | 'LessThanOrEqualToThreshold'
  | 'LessThanThreshold'

export interface AlarmSettings {
  readonly metric: Metric
  readonly statistic: Statistic
  readonly periodSeconds: number
  readonly evaluationPeriods: number
  readonly datapointsToAlarm: number
  readonly threshold: number
  readonly comparison: Comparison
  readonly missingData: MissingData
  readonly description: string
  /** ARNs by the state that the alarm comes to; none while actions are disabled. */
  readonly actions: Readonly<Record<AlarmState, readonly string[]>>
}

/** Of properties that `judgeAlarm` found nothing wrong with. */
export function readAlarmSettings(properties: TemplateObject): AlarmSettings {
  const evaluationPeriods = Number(properties.EvaluationPeriods)
  const isEnabled = String(properties.ActionsEnabled ?? 'true') === 'true'
  const actionsOf = (value: unknown) => (isEnabled && Array.isArray(value) ? value.map(String) : [])
  return {
    metric: readMetric(properties),
    statistic: properties.Statistic as Statistic,
    periodSeconds: Number(properties.Period),
    evaluationPeriods,
    datapointsToAlarm: Number(properties.DatapointsToAlarm ?? evaluationPeriods),
    threshold: Number(properties.Threshold),
    comparison: properties.ComparisonOperator as Comparison,
    missingData: (properties.TreatMissingData ?? 'missing') as MissingData,
    description: String(properties.AlarmDescription ?? ''),
    actions: {
      ALARM: actionsOf(properties.AlarmActions),
      OK: actionsOf(properties.OKActions),
      INSUFFICIENT_DATA: actionsOf(properties.InsufficientDataActions),
    },
  }
}

/** What AWS would refuse, what is not modelled, and which actions do nothing here. */
export function judgeAlarm(value: TemplateValue): Judgement {
  const properties = value as TemplateObject
  const { periodSeconds, evaluationPeriods, ...settings } = readAlarmSettings(properties)
  const { datapointsToAlarm, missingData, metric, actions } = settings
  const rules: [boolean, string][] = [
    [isWhole(periodSeconds) && periodSeconds % PERIOD_STEP_SECONDS === 0, WORDS.period],
    [isWhole(evaluationPeriods), 'EvaluationPeriods must be a whole number of at least 1'],
    [isWhole(datapointsToAlarm) && datapointsToAlarm <= evaluationPeriods, WORDS.datapoints],
    [Number.isFinite(settings.threshold), 'Threshold must be a number'],
    [periodSeconds * evaluationPeriods <= LOOK_BACK_SECONDS_MAX, WORDS.lookBack],
    [evaluationPeriods === 1 || FILLS.has(missingData), WORDS.missingData],
    [isModelledMetric(metric), `${metric.namespace} ${metric.name} is not modelled`],
  ]
  const deaf = Object.values(actions)
    .flat()
    .filter((arn) => arn.startsWith('arn:') && !arn.includes(':lambda:'))
  return {
    mistakes: rules.filter(([holds]) => !holds).map(([, message]) => message),
    notices: deaf.map((arn) => `tells nobody here: ${arn} is no function of the stack`),
  }
}

const FILLS: ReadonlySet<MissingData> = new Set(['breaching', 'notBreaching'])

const WORDS = {
  period: `Period must be a multiple of ${PERIOD_STEP_SECONDS}: high resolution is not modelled`,
  datapoints: 'DatapointsToAlarm must be a whole number from 1 to EvaluationPeriods',
  lookBack: `Period times EvaluationPeriods must be at most ${LOOK_BACK_SECONDS_MAX}`,
  missingData:
    'TreatMissingData is modelled as breaching and notBreaching where EvaluationPeriods is above 1',
} as const

function isWhole(value: number): boolean {
  return Number.isInteger(value) && value >= 1
}

function readMetric({ Namespace, MetricName, Dimensions }: TemplateObject): Metric {
  const dimensions = (Array.isArray(Dimensions) ? Dimensions : []).filter(isRecord)
  return {
    namespace: String(Namespace),
    name: String(MetricName),
    dimensions: Object.fromEntries(dimensions.map(({ Name, Value }) => [Name, String(Value)])),
  }
}
