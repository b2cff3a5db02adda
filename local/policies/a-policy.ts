/** Policies and requests for tests: what a test does not name is such that the call is allowed. */
import type { AccessRequest } from './evaluate.ts'
import { type Policy, readPolicy } from './policy-document.ts'

export const QUEUE = 'arn:aws:sqs:eu-west-1:000000000000:Orders'
export const ROLE = 'arn:aws:iam::000000000000:role/Sender'
export const RULE = 'arn:aws:events:eu-west-1:000000000000:rule/changes/Rule'

type Member = Readonly<Record<string, unknown>>

export function aStatement(members: Member = {}): Member {
  const { Action = 'sqs:SendMessage', Resource = QUEUE, ...others } = members
  return {
    Effect: 'Allow',
    ...(members.NotAction === undefined && { Action }),
    ...(members.NotResource === undefined && { Resource }),
    ...others,
  }
}

export function aPolicy(statements: readonly Member[], logicalId = 'Role'): Policy {
  const document = { Version: '2012-10-17', Statement: statements }
  return readPolicy(document, { logicalId, kind: 'identity' })
}

export function aQueuePolicy(statements: readonly Member[], logicalId = 'QueuePolicy'): Policy {
  const document = { Version: '2012-10-17', Statement: statements }
  return readPolicy(document, { logicalId, kind: 'resource' })
}

export function aRequest(members: Partial<AccessRequest> = {}): AccessRequest {
  return {
    caller: { kind: 'role', arn: ROLE },
    action: 'sqs:SendMessage',
    resource: QUEUE,
    context: { 'aws:securetransport': 'true' },
    ofCaller: [],
    ofResource: [],
    resourceDecides: false,
    ...members,
  }
}

/** As EventBridge calls for a rule. */
export const asRule: Partial<AccessRequest> = {
  caller: { kind: 'service', service: 'events.amazonaws.com' },
  context: {
    'aws:securetransport': 'true',
    'aws:sourcearn': RULE,
    'aws:sourceaccount': '000000000000',
  },
}
