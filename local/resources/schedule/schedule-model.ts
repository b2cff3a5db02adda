import { because, modelled, noLocalMeaning, objectOf } from '../../template/property-support.ts'
import type { TemplateObject } from '../../template/template.ts'
import { findByArn, type ResourceModel } from '../resource-model.ts'
import { parseRate } from './parse-rate.ts'
import { runSchedule } from './run-schedule.ts'

/** A schedule of EventBridge Scheduler that invokes a function at a rate. */
export const schedule: ResourceModel = {
  type: 'AWS::Scheduler::Schedule',

  support: objectOf(
    {
      Name: modelled(),
      ScheduleExpression: modelled(),
      State: modelled('ENABLED'),
      FlexibleTimeWindow: objectOf({
        Mode: modelled(),
        MaximumWindowInMinutes: noLocalMeaning('A run begins at the start of its window.'),
      }),
      Target: objectOf(
        {
          Arn: modelled(),
          RoleArn: modelled(),
          Input: modelled(),
          RetryPolicy: noLocalMeaning('Handing an event to a function does not fail here.'),
        },
        { required: ['Arn', 'RoleArn'] },
      ),
      Description: noLocalMeaning(because.description),
      KmsKeyArn: noLocalMeaning(because.encryption),
    },
    { required: ['FlexibleTimeWindow', 'ScheduleExpression', 'Target'] },
  ),

  async create({ logicalId, properties }, stack) {
    const name = String(properties.Name ?? stack.names.physicalName(logicalId))
    const target = properties.Target as TemplateObject
    const lambda = findByArn(stack.functions, target.Arn, 'the target')
    const input: unknown = target.Input === undefined ? {} : JSON.parse(String(target.Input))
    const stopping = new AbortController()
    const running = runSchedule({
      name: logicalId,
      rateMs: parseRate(String(properties.ScheduleExpression)),
      functionArn: String(target.Arn),
      invoke: () => lambda.invoke(input),
      authorize: stack.access.ofRole(target.RoleArn),
      clock: stack.clock,
      emit: stack.emit,
      signal: stopping.signal,
    })
    const stop = async () => {
      stopping.abort()
      await running
    }
    const arn = stack.names.arn('scheduler', `schedule/default/${name}`)
    return { ref: name, attributes: { Arn: arn }, stop }
  },
}
