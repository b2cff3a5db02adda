import { defineRules } from '../../rules/rule.ts'

const TYPES = 'https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html'
const ASYNC = 'https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html'

export const scheduleRules = defineRules({
  beginsAtOnce: {
    text: 'A rate without a start date invokes its target at once, and then at its rate.',
    source: TYPES,
  },
  retriesTwice: {
    text: 'An invocation whose function fails is tried twice more, after one minute and after two.',
    source: ASYNC,
  },
  doesNotWait: {
    text: 'An invocation that fails or takes long does not put off the next.',
    source: ASYNC,
  },
  needsPermission: {
    text: 'A schedule whose role may not invoke the function invokes nothing, and the refusal is told.',
    source: 'https://docs.aws.amazon.com/scheduler/latest/UserGuide/setting-up.html',
  },
  ratesOnly: {
    text: 'Any other expression than a rate stops the start.',
    chosen: 'Nothing in the stack uses cron or at.',
  },
})
