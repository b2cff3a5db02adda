import { requirePermissions } from '../../local/resources/event-source-mapping/check-creation.ts'
import { authorizePorts } from '../../local/resources/pipe/authorized-ports.ts'
import type { PipePorts } from '../../local/resources/pipe/pipe.ts'
import type { AccessOfTemplate } from './access-of-template.ts'
import { resourcesOf, type Template, target } from './template.ts'

/** One thing that the running stack does in somebody's name; it throws when that is denied. */
export interface TemplateCall {
  readonly what: string
  run(): unknown
}

/** Everything that the stack's functions, Pipe, mapping, schedule and rule do, also when things fail. */
export function callsOf(template: Template, { access, arnOf }: AccessOfTemplate): TemplateCall[] {
  const as = (role: string) => access.ofRole(arnOf(role))
  const call = (role: string, action: string, resource: string): TemplateCall => ({
    what: `${role} ${action}`,
    run: () => as(role)(action, resource),
  })
  const rule = () =>
    access.ofService({ service: 'events.amazonaws.com', sourceArn: arnOf('SearchRule') })
  return [
    ...resourcesOf(template, 'AWS::Lambda::Function').map(([, { Properties = {} }]) => {
      const role = target(Properties.Role) ?? ''
      return call(role, 'kms:Decrypt', arnOf(target(Properties.KmsKeyArn) ?? ''))
    }),
    call('EnrichmentRole', 's3:PutObject', `${arnOf('ParkedBucket')}/parked/order/e1.json`),
    call('EnrichmentRole', 'secretsmanager:GetSecretValue', arnOf('TokenSecret')),
    call('SearchProjectorRole', 'sqs:ChangeMessageVisibility', arnOf('SearchQueue')),
    call('SearchProjectorRole', 'sqs:SendMessage', arnOf('SearchDlq')),
    call('SearchPurgeScheduleRole', 'lambda:InvokeFunction', arnOf('SearchPurgeLambdaFunction')),
    {
      what: 'the mapping reads its queue',
      run: () => requirePermissions(as('SearchProjectorRole'), arnOf('SearchQueue')),
    },
    ...callsOfPipe({ access, arnOf }),
    { what: 'rule to queue', run: () => rule()('sqs:SendMessage', arnOf('SearchQueue')) },
    { what: 'rule to DLQ', run: () => rule()('sqs:SendMessage', arnOf('SearchDlq')) },
  ]
}

function callsOfPipe({ access, arnOf }: AccessOfTemplate): TemplateCall[] {
  const arns = {
    stream: arnOf('OrdersTable', 'StreamArn'),
    enrichment: arnOf('EnrichmentLambdaFunction'),
    bus: arnOf('ChangeBus'),
    deadLetterQueue: arnOf('PipeDlq'),
  }
  const ports = authorizePorts(silentPorts, arns, access.ofRole(arnOf('PipeRole')))
  const { stream } = ports
  return [
    { what: 'the Pipe finds its shards', run: () => stream.describe() },
    { what: 'the Pipe opens a shard', run: () => stream.openShard('shard', 'TRIM_HORIZON') },
    { what: 'the Pipe reads', run: () => stream.read('iterator') },
    { what: 'the Pipe enriches', run: () => ports.enrich?.([]) },
    { what: 'the Pipe publishes', run: () => ports.putEvents([]) },
    { what: 'the Pipe gives up', run: () => ports.sendDeadLetter?.('{}') },
  ]
}

const silentPorts: PipePorts = {
  stream: {
    timeStepMs: 1,
    describe: async () => ({ shards: [], partitionKey: 'pk' }),
    openShard: async () => 'iterator',
    read: async () => ({ records: [] }),
  },
  enrich: async () => ({ ok: true, payload: [] }),
  putEvents: async () => ({ FailedEntryCount: 0, Entries: [] }),
  sendDeadLetter: async () => undefined,
}
