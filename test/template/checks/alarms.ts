import { at, list, referencesIn, resourcesOf, type Template, target } from '../template.ts'
import { statementsIn } from './policies.ts'

const BREAKER = 'BreakerLambdaFunction'
const CLOUDWATCH = 'lambda.alarms.cloudwatch.amazonaws.com'
/** What would start something, or change more of it than whether it runs. */
const MORE_THAN_STOPPING =
  /^(pipes:(?!DescribePipe$|StopPipe$)|lambda:(?!GetEventSourceMapping$|UpdateEventSourceMapping$))/

/** An alarm that acts on anything but the breaker, or on states other than ALARM, or may not invoke it. */
export function findAlarmsThatActElsewhere(template: Template): string[] {
  return resourcesOf(template, 'AWS::CloudWatch::Alarm').flatMap(([id, { Properties }]) => {
    const acts = list(at(Properties, 'AlarmActions')).flatMap(referencesIn)
    const others = acts.filter((name) => name !== BREAKER && name !== 'AWS::NoValue')
    const silent = ['OKActions', 'InsufficientDataActions'].filter((name) => at(Properties, name))
    return [
      ...others.map((name) => `${id} acts on ${name}`),
      ...silent.map((name) => `${id} has ${name}`),
      ...(acts.includes(BREAKER) && !maybeInvokes(template, id)
        ? [`${id} may not invoke the breaker`]
        : []),
      ...(acts.includes(BREAKER) && !isKnown(template, id)
        ? [`${id} is no alarm that the breaker knows`]
        : []),
    ]
  })
}

/** A breaker whose role may do more than stop. */
export function findBreakerThatStarts(template: Template): string[] {
  const role = target(at(template.Resources[BREAKER], 'Properties.Role'))
  return statementsIn(template)
    .filter(({ owner, effect }) => owner === role && effect === 'Allow')
    .flatMap(({ name, actions }) =>
      actions
        .filter((action) => MORE_THAN_STOPPING.test(String(action)))
        .map((action) => `${name} allows ${action}`),
    )
}

/** For that alarm alone, in this account. */
function maybeInvokes(template: Template, alarm: string): boolean {
  return resourcesOf(template, 'AWS::Lambda::Permission').some(
    ([, { Properties }]) =>
      at(Properties, 'Principal') === CLOUDWATCH &&
      at(Properties, 'Action') === 'lambda:InvokeFunction' &&
      target(at(Properties, 'FunctionName')) === BREAKER &&
      target(at(Properties, 'SourceArn')) === alarm &&
      target(at(Properties, 'SourceAccount')) === 'AWS::AccountId',
  )
}

/** By the same text: a reference from the function to the alarm would be a circle. */
function isKnown({ Resources }: Template, alarm: string): boolean {
  const name = at(Resources[alarm], 'Properties.AlarmName.Fn::Sub')
  const variables = at(Resources[BREAKER], 'Properties.Environment.Variables')
  return typeof name === 'string' && JSON.stringify(variables ?? {}).includes(JSON.stringify(name))
}
