import type { EventBus } from '../resources/event-bus/event-bus.ts'
import type { CreatedResource } from '../resources/resource-model.ts'
import { findSecret, type LocalSecret } from '../resources/secret/local-secret.ts'
import type { StackNames } from '../template/stack-names.ts'
import type { ResourceNames } from './gateway-call.ts'

/** Of the stack, as far as it has been created; what is not in it gets the ARN it would have. */
export function createResourceNames(stack: {
  readonly names: StackNames
  readonly created: ReadonlyMap<string, CreatedResource>
  readonly buses: ReadonlyMap<string, EventBus>
  readonly secrets: ReadonlyMap<string, LocalSecret>
}): ResourceNames {
  const { names, created, buses, secrets } = stack
  const isArn = (text: string) => text.startsWith('arn:')
  return {
    arn: names.arn,
    table(nameOrArn) {
      if (isArn(nameOrArn)) return nameOrArn
      // The engine gives its tables another region.
      const arns = [...created.values()]
        .filter(({ ref }) => ref === nameOrArn)
        .map(({ attributes }) => attributes.Arn)
      const arn = arns.find((one) => one?.startsWith('arn:aws:dynamodb:'))
      return arn ?? names.arn('dynamodb', `table/${nameOrArn}`)
    },
    bus(nameOrArn) {
      if (isArn(nameOrArn)) return nameOrArn
      const bus = [...buses.values()].find(({ name }) => name === nameOrArn)
      return bus?.arn ?? names.arn('events', `event-bus/${nameOrArn}`)
    },
    secret: (nameOrArn) =>
      findSecret(secrets, nameOrArn)?.arn ??
      (isArn(nameOrArn) ? nameOrArn : names.arn('secretsmanager', `secret:${nameOrArn}`)),
  }
}
