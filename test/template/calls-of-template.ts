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
export function callsOf(template: Template, own: AccessOfTemplate): TemplateCall[] {
  const { access, arnOf, refOf } = own
  const as = (role: string) => access.ofRole(arnOf(role))
  const call = (role: string, action: string, resource: string): TemplateCall => ({
    what: `${role} ${action}`,
    run: () => as(role)(action, resource),
  })
  return [
    ...resourcesOf(template, 'AWS::Lambda::Function').map(([, { Properties = {} }]) => {
      const role = target(Properties.Role) ?? ''
      return call(role, 'kms:Decrypt', arnOf(target(Properties.KmsKeyArn) ?? ''))
    }),
    call('EnrichmentRole', 's3:PutObject', `${arnOf('ParkedBucket')}/parked/order/e1.json`),
    call(
      'EnrichmentRole',
      's3:PutObject',
      `${arnOf('ClaimCheckBucket')}/claim-checks/order/a.json`,
    ),
    ...['SearchProjectorRole', 'LakeWriterRole'].flatMap((role) => [
      call(role, 's3:GetObject', `${arnOf('ClaimCheckBucket')}/claim-checks/order/a.json`),
      call(role, 's3:ListBucket', arnOf('ClaimCheckBucket')),
    ]),
    call('EnrichmentRole', 'secretsmanager:GetSecretValue', arnOf('TokenSecret')),
    call('SearchProjectorRole', 'sqs:ChangeMessageVisibility', arnOf('SearchQueue')),
    call('SearchProjectorRole', 'sqs:SendMessage', arnOf('SearchDlq')),
    call('LakeWriterRole', 'sqs:ChangeMessageVisibility', arnOf('LakeQueue')),
    call('LakeWriterRole', 'sqs:SendMessage', arnOf('LakeDlq')),
    call('CacheInvalidatorRole', 'sqs:ChangeMessageVisibility', arnOf('CacheQueue')),
    call('CacheInvalidatorRole', 'sqs:SendMessage', arnOf('CacheDlq')),
    call('LakeWriterRole', 'firehose:PutRecordBatch', arnOf('LakeStream')),
    call('LakeWriterRole', 's3:PutObject', `${arnOf('LakeBucket')}/lake/order/dt=2026-11-21/a.gz`),
    ...['lake/order/dt=2026-11-21/b.gz', 'lake-errors/metadata-extraction-failed/c.gz'].map((key) =>
      call('LakeStreamRole', 's3:PutObject', `${arnOf('LakeBucket')}/${key}`),
    ),
    // An object in parts reads its key again: https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpuoverview.html
    call('LakeStreamRole', 'kms:Decrypt', arnOf('DataKey')),
    call('SearchPurgeScheduleRole', 'lambda:InvokeFunction', arnOf('SearchPurgeLambdaFunction')),
    ...callsOfBreaker({ access, arnOf, refOf }),
    ...callsOfPipe({ access, arnOf, refOf }),
    ...(['Search', 'Lake', 'Cache'] as const).flatMap((sink) =>
      callsOfSink(sink, { access, arnOf, refOf }),
    ),
  ]
}

const FUNCTION_ROLES = {
  Search: 'SearchProjectorRole',
  Lake: 'LakeWriterRole',
  Cache: 'CacheInvalidatorRole',
} as const

/** On the way into a sink: its rule and its mapping. */
function callsOfSink(
  sink: keyof typeof FUNCTION_ROLES,
  { access, arnOf }: AccessOfTemplate,
): TemplateCall[] {
  const [queue, dlq] = [arnOf(`${sink}Queue`), arnOf(`${sink}Dlq`)]
  const rule = () =>
    access.ofService({ service: 'events.amazonaws.com', sourceArn: arnOf(`${sink}Rule`) })
  return [
    {
      what: `the mapping reads ${sink}Queue`,
      run: () => requirePermissions(access.ofRole(arnOf(FUNCTION_ROLES[sink])), queue),
    },
    { what: `${sink}Rule to queue`, run: () => rule()('sqs:SendMessage', queue) },
    { what: `${sink}Rule to DLQ`, run: () => rule()('sqs:SendMessage', dlq) },
  ]
}

/** Its own calls, and those of the alarms that are connected to it. */
function callsOfBreaker({ access, arnOf, refOf }: AccessOfTemplate): TemplateCall[] {
  const mapping = refOf('SearchProjectorEventSourceMappingSQSSearchQueue')
  const mappingArn = `arn:aws:lambda:eu-west-1:000000000000:event-source-mapping:${mapping}`
  const calls = [
    ['pipes:DescribePipe', arnOf('ChangePipe')],
    ['pipes:StopPipe', arnOf('ChangePipe')],
    ['lambda:GetEventSourceMapping', mappingArn],
    ['lambda:UpdateEventSourceMapping', mappingArn],
  ] as const
  const alarms = ['RecordsParkedAlarm', 'SearchCodecMismatchAlarm', 'SearchOrderViolationsAlarm']
  return [
    ...calls.map(([action, resource]) => ({
      what: `the breaker: ${action}`,
      run: () => access.ofRole(arnOf('BreakerRole'))(action, resource),
    })),
    ...alarms.map((alarm) => ({
      what: `${alarm} invokes the breaker`,
      run: () =>
        access.ofService({
          service: 'lambda.alarms.cloudwatch.amazonaws.com',
          sourceArn: arnOf(alarm),
        })('lambda:InvokeFunction', arnOf('BreakerLambdaFunction')),
    })),
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
