import { beforeEach, describe, expect, it } from 'vitest'
import type { SignalBody } from '../signals.ts'
import { aPolicy, aQueuePolicy, aStatement, QUEUE, ROLE, RULE } from './a-policy.ts'
import { type AccessControl, createAccessControl } from './access-control.ts'
import { createPolicyRegister, type PolicyRegister } from './policy-register.ts'
import { policyRules } from './rules.ts'

const DLQ = 'arn:aws:sqs:eu-west-1:000000000000:OrdersDlq'
const KEY = 'arn:aws:kms:eu-west-1:000000000000:key/k1'
const SECRET = 'arn:aws:secretsmanager:eu-west-1:000000000000:secret:token-abc'
const TABLE = 'arn:aws:dynamodb:ddblocal:000000000000:table/orders'
const BUCKET = 'arn:aws:s3:::parked'
const EVENTS = { Service: 'events.amazonaws.com' }
const LOGICAL_IDS: Readonly<Record<string, string>> = {
  [DLQ]: 'Dlq',
  [KEY]: 'Key',
  [QUEUE]: 'Queue',
  [RULE]: 'Rule',
}

let register: PolicyRegister
let access: AccessControl
let signals: SignalBody[]

beforeEach(() => {
  signals = []
  register = createPolicyRegister()
  access = createAccessControl({
    register,
    emit: (signal) => signals.push(signal),
    logicalIdOf: (arn) => LOGICAL_IDS[arn],
  })
})

function addRole(...statements: readonly Readonly<Record<string, unknown>>[]) {
  const policies = statements.length === 0 ? [] : [aPolicy(statements, 'SenderRole')]
  register.addRole({ logicalId: 'SenderRole', arn: ROLE, name: 'Sender', policies })
}

/** A key of the stack; what is given is encrypted with it. */
function addKey(
  resources: readonly string[],
  policy: readonly Readonly<Record<string, unknown>>[],
) {
  register.keys.add({ id: 'k1', arn: KEY })
  for (const arn of resources) register.keys.encrypt(arn, register.keys.find('k1'))
  const statements = policy.map((members) => ({ Action: 'kms:*', Resource: '*', ...members }))
  register.addToResource(KEY, aQueuePolicy(statements.map(aStatement), 'Key'))
}

const accountDecides = { Principal: { AWS: '000000000000' } }

/** The actions of KMS without which a call is denied. */
function keyActionsNeeded(action: string, resource: string): readonly string[] {
  addKey([QUEUE, SECRET, TABLE, BUCKET], [accountDecides])
  return ['kms:Decrypt', 'kms:Encrypt', 'kms:GenerateDataKey'].filter((left) => {
    const everything = aStatement({ Action: '*', Resource: '*' })
    addRole(everything, aStatement({ Effect: 'Deny', Action: left, Resource: '*' }))
    return isDenied(() => access.ofRole(ROLE)(action, resource), left)
  })
}

function isDenied(call: () => void, action: string): boolean {
  try {
    call()
    return false
  } catch (error) {
    expect(error).toMatchObject({ name: 'AccessDeniedException', action, explicit: true })
    return true
  }
}

const asRule = () => access.ofService({ service: 'events.amazonaws.com', sourceArn: RULE })

describe('createAccessControl', () => {
  it('names role, action, resource and where to mend it', () => {
    addRole(aStatement({ Action: 'sqs:ReceiveMessage' }))

    expect(() => access.ofRole(ROLE)('sqs:SendMessage', QUEUE)).toThrow(
      `SenderRole may not sqs:SendMessage on ${QUEUE}: no statement of SenderRole allows sqs:SendMessage on Queue: add it to the role`,
    )
  })

  it('names the statement that denies', () => {
    addRole(aStatement(), aStatement({ Sid: 'Never', Effect: 'Deny' }))

    expect(() => access.ofRole(ROLE)('sqs:SendMessage', QUEUE)).toThrow(
      'the statement Never of SenderRole denies sqs:SendMessage on Queue: narrow it',
    )
  })

  it('names the rule that a service calls for, and the policy that lets it not', () => {
    const noPolicy =
      'Queue has no policy that allows events.amazonaws.com for Rule to sqs:SendMessage'

    expect(() => asRule()('sqs:SendMessage', QUEUE)).toThrow(noPolicy)

    register.addToResource(QUEUE, aQueuePolicy([aStatement({ Principal: { AWS: ROLE } })]))
    expect(() => asRule()('sqs:SendMessage', QUEUE)).toThrow(
      'no statement of QueuePolicy allows events.amazonaws.com for Rule to sqs:SendMessage on Queue: add it there',
    )
  })

  it(policyRules.toldOnce.text, () => {
    addRole()
    const authorize = access.ofRole(ROLE)
    const send = () => authorize('sqs:SendMessage', QUEUE)

    expect(send).toThrow()
    expect(send).toThrow()
    expect(signals).toEqual([
      {
        type: 'access.denied',
        caller: 'SenderRole',
        action: 'sqs:SendMessage',
        resource: QUEUE,
        reason: 'no statement of SenderRole allows sqs:SendMessage on Queue: add it to the role',
      },
    ])

    register.attachToRole('Sender', aPolicy([aStatement()]))
    expect(send).not.toThrow()
    register.attachToRole('Sender', aPolicy([aStatement({ Effect: 'Deny' })]))
    expect(send).toThrow()
    expect(signals).toHaveLength(2)
  })

  it(policyRules.rolesOfTheStack.text, () => {
    expect(() => access.ofRole('arn:aws:iam::000000000000:role/Other')).toThrow(
      'the role arn:aws:iam::000000000000:role/Other is not in this stack',
    )
    expect(() => access.ofRole(undefined)).toThrow('the role undefined is not in this stack')
  })

  it(policyRules.oneQueuePolicy.text, () => {
    register.addToResource(QUEUE, aQueuePolicy([aStatement({ Principal: '*' })], 'First'))

    expect(() =>
      register.addToResource(QUEUE, aQueuePolicy([aStatement({ Principal: '*' })], 'Second')),
    ).toThrow('has the policy First already')
  })
})

describe('keys', () => {
  it.each([
    ['sqs:SendMessage', ['kms:Decrypt', 'kms:GenerateDataKey']],
    ['sqs:ReceiveMessage', ['kms:Decrypt']],
    ['sqs:DeleteMessage', []],
    ['sqs:ChangeMessageVisibility', []],
    ['sqs:GetQueueAttributes', []],
  ])(`${policyRules.keyOfQueue.text}: %s`, (action, needed) => {
    expect(keyActionsNeeded(action, QUEUE)).toEqual(needed)
  })

  it.each([
    ['s3:PutObject', `${BUCKET}/a/b`, ['kms:GenerateDataKey']],
    ['s3:GetObject', `${BUCKET}/a/b`, ['kms:Decrypt']],
    ['s3:DeleteObject', `${BUCKET}/a/b`, []],
    ['s3:ListBucket', BUCKET, []],
  ])(`${policyRules.keyOfBucket.text}: %s`, (action, resource, needed) => {
    expect(keyActionsNeeded(action, resource)).toEqual(needed)
  })

  it.each([
    ['secretsmanager:GetSecretValue', ['kms:Decrypt']],
    ['secretsmanager:DescribeSecret', []],
  ])(`${policyRules.keyOfSecret.text}: %s`, (action, needed) => {
    expect(keyActionsNeeded(action, SECRET)).toEqual(needed)
  })

  it.each([
    ['dynamodb:GetItem', TABLE, ['kms:Decrypt']],
    ['dynamodb:PutItem', TABLE, ['kms:Decrypt']],
    ['dynamodb:Query', `${TABLE}/index/byDate`, ['kms:Decrypt']],
    ['dynamodb:GetRecords', `${TABLE}/stream/2026-11-01T00:00:00.000`, ['kms:Decrypt']],
    ['dynamodb:DescribeStream', `${TABLE}/stream/2026-11-01T00:00:00.000`, []],
    ['dynamodb:DescribeTable', TABLE, []],
  ])(`${policyRules.keyOfTable.text}: %s`, (action, resource, needed) => {
    expect(keyActionsNeeded(action, resource)).toEqual(needed)
  })

  it(policyRules.busKey.text, () => {
    const bus = 'arn:aws:events:eu-west-1:000000000000:event-bus/changes'
    addRole(aStatement({ Action: 'events:PutEvents', Resource: bus }))
    addKey([bus], [accountDecides])

    expect(() => access.ofRole(ROLE)('events:PutEvents', bus)).not.toThrow()
  })

  it.each([
    ['names the account', accountDecides, true],
    ['names the role', { Principal: { AWS: ROLE } }, true],
    ['names a service', { Principal: EVENTS }, false],
  ])(`${policyRules.keyPolicy.text}: its policy %s`, (_, principal, allowed) => {
    addRole(aStatement({ Action: '*', Resource: '*' }))
    addKey([QUEUE], [principal])
    const send = () => access.ofRole(ROLE)('sqs:SendMessage', QUEUE)

    if (allowed) expect(send).not.toThrow()
    else {
      expect(send).toThrow(
        'no statement of Key allows SenderRole to kms:Decrypt on Key (Queue is encrypted with it): add it there',
      )
    }
  })

  it('names the key’s action that the role lacks, and what it is for', () => {
    addRole(aStatement())
    addKey([QUEUE], [accountDecides])

    expect(() => access.ofRole(ROLE)('sqs:SendMessage', QUEUE)).toThrow(
      `SenderRole may not kms:Decrypt on ${KEY}: no statement of SenderRole allows kms:Decrypt on Key (Queue is encrypted with it): add it to the role`,
    )
  })

  it(policyRules.keysOfServices.text, () => {
    register.addToResource(QUEUE, aQueuePolicy([aStatement({ Principal: EVENTS })]))
    register.addToResource(DLQ, aQueuePolicy([aStatement({ Resource: DLQ, Principal: EVENTS })]))
    addKey([QUEUE], [{ ...accountDecides }])
    register.keys.encrypt(DLQ, register.keys.find('alias/aws/sqs'))

    expect(() => asRule()('sqs:SendMessage', QUEUE)).toThrow(
      'no statement of Key allows events.amazonaws.com for Rule to kms:Decrypt on Key',
    )
    expect(() => asRule()('sqs:SendMessage', DLQ)).toThrow(
      'alias/aws/sqs has no policy that allows events.amazonaws.com for Rule to kms:Decrypt',
    )
  })

  it('lets a service use a key whose policy names it', () => {
    register.addToResource(QUEUE, aQueuePolicy([aStatement({ Principal: EVENTS })]))
    const Condition = { StringEquals: { 'aws:SourceAccount': '000000000000' } }
    addKey([QUEUE], [accountDecides, { Principal: EVENTS, Condition }])

    expect(() => asRule()('sqs:SendMessage', QUEUE)).not.toThrow()
  })

  it('lets roles use a key that AWS manages', () => {
    addRole(aStatement())
    register.keys.encrypt(QUEUE, register.keys.find('alias/aws/sqs'))

    expect(() => access.ofRole(ROLE)('sqs:SendMessage', QUEUE)).not.toThrow()
  })

  it(policyRules.keysOfTheStack.text, () => {
    addKey([], [accountDecides])
    register.keys.addAlias('alias/data', 'k1')

    for (const name of [KEY, 'k1', 'alias/data', 'arn:aws:kms:eu-west-1:000000000000:alias/data']) {
      expect(register.keys.find(name)).toEqual({ kind: 'of-stack', arn: KEY })
    }
    expect(() => register.keys.find('alias/other')).toThrow(
      'the key alias/other is neither in this stack nor managed by AWS',
    )
  })
})
