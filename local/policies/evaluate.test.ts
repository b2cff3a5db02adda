// biome-ignore-all lint/suspicious/noTemplateCurlyInString: IAM's own variables
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  aPolicy,
  aQueuePolicy,
  aRequest,
  aStatement,
  asRule,
  QUEUE,
  ROLE,
  RULE,
} from './a-policy.ts'
import { type AccessRequest, evaluate } from './evaluate.ts'
import { policyRules } from './rules.ts'

type Member = Readonly<Record<string, unknown>>

const isAllowed = (request: AccessRequest) => evaluate(request).allowed

/** Whether a role with this one statement may do something. */
function allows(statement: Member, asked: Partial<AccessRequest> = {}): boolean {
  return isAllowed(aRequest({ ofCaller: [aPolicy([aStatement(statement)])], ...asked }))
}

/** Whether a rule may send to a queue with this one statement. */
function letsRuleSend(statement: Member, asked: Partial<AccessRequest> = {}): boolean {
  const ofResource = [aQueuePolicy([aStatement(statement)])]
  return isAllowed(aRequest({ ...asRule, ofResource, ...asked }))
}

const EVENTS = { Service: 'events.amazonaws.com' }

describe('evaluate', () => {
  it(policyRules.deniedByDefault.text, () => {
    const other = aPolicy([aStatement({ Action: 'sqs:ReceiveMessage' })])

    expect(evaluate(aRequest())).toEqual({ allowed: false, because: 'nothing-allows' })
    expect(isAllowed(aRequest({ ofCaller: [other] }))).toBe(false)
    expect(isAllowed(aRequest(asRule))).toBe(false)
  })

  it(policyRules.denyWins.text, () => {
    const allowing = aPolicy([aStatement({ Action: '*', Resource: '*' })])
    const denying = aPolicy([aStatement({ Sid: 'Never', Effect: 'Deny' })], 'Other')
    const ofQueue = aQueuePolicy([aStatement({ Effect: 'Deny', Principal: '*' })])
    const denied = { allowed: false, because: 'denied' }

    expect(evaluate(aRequest({ ofCaller: [allowing, denying] }))).toEqual({
      ...denied,
      policy: 'Other',
      statement: 'Never',
    })
    expect(evaluate(aRequest({ ofCaller: [allowing], ofResource: [ofQueue] }))).toEqual({
      ...denied,
      policy: 'QueuePolicy',
      statement: 'statement 1',
    })
  })

  it.each([
    ['sqs:SendMessage', true],
    ['SQS:sendmessage', true],
    ['sqs:*', true],
    ['sqs:Send*', true],
    ['sqs:*Message', true],
    ['sqs:SendMessag?', true],
    ['*', true],
    [['sqs:ReceiveMessage', 'sqs:SendMessage'], true],
    ['sqs:SendMessage?', false],
    ['sqs:Send', false],
    ['s3:*', false],
  ])(`${policyRules.actionPatterns.text}: %j %s`, (Action, allowed) => {
    expect(allows({ Action })).toBe(allowed)
  })

  it.each([
    [QUEUE, true],
    ['*', true],
    ['arn:aws:sqs:*:*:Orders', true],
    ['arn:aws:sqs:*', true],
    ['arn:aws:sqs:eu-west-1:000000000000:Order?', true],
    [['arn:aws:sqs:eu-west-1:000000000000:Other', QUEUE], true],
    ['arn:aws:sqs:eu-west-1:000000000000:orders', false],
    ['arn:aws:sqs:eu-west-1:000000000000:Orders?', false],
    [`${QUEUE}/x`, false],
  ])(`${policyRules.resourcePatterns.text}: %j %s`, (Resource, allowed) => {
    expect(allows({ Resource })).toBe(allowed)
  })

  it.each([
    [{ NotAction: 'sqs:DeleteQueue' }, true],
    [{ NotAction: ['sqs:Send*', 'sqs:DeleteQueue'] }, false],
    [{ NotResource: `${QUEUE}Dlq` }, true],
    [{ NotResource: 'arn:aws:sqs:*' }, false],
  ])(`${policyRules.notElements.text}: %j %s`, (statement, allowed) => {
    expect(allows(statement)).toBe(allowed)
  })

  it.each([
    [EVENTS, true],
    [{ Service: ['sns.amazonaws.com', 'events.amazonaws.com'] }, true],
    ['*', true],
    [{ AWS: '*' }, true],
    [{ Service: 'sns.amazonaws.com' }, false],
    [{ AWS: ROLE }, false],
    [{ AWS: '000000000000' }, false],
  ])(`${policyRules.principals.text}: %j lets a rule send: %s`, (Principal, allowed) => {
    expect(letsRuleSend({ Principal })).toBe(allowed)
  })

  it(policyRules.eitherPolicyAllows.text, () => {
    const naming = (Principal: unknown) => [aQueuePolicy([aStatement({ Principal })])]

    expect(isAllowed(aRequest({ ofResource: naming({ AWS: ROLE }) }))).toBe(true)
    expect(isAllowed(aRequest({ ofResource: naming({ AWS: `${ROLE}2` }) }))).toBe(false)
    expect(allows({}, { ofResource: naming(EVENTS) })).toBe(true)
  })

  it.each(['000000000000', 'arn:aws:iam::000000000000:root'])(
    `${policyRules.accountLeavesItToRoles.text}: %s`,
    (account) => {
      const ofResource = [aQueuePolicy([aStatement({ Principal: { AWS: account } })])]

      expect(isAllowed(aRequest({ ofResource }))).toBe(false)
      expect(isAllowed(aRequest({ ofResource, resourceDecides: true }))).toBe(false)
      expect(allows({}, { ofResource, resourceDecides: true })).toBe(true)
    },
  )

  it.each([
    [{ ArnEquals: { 'aws:SourceArn': RULE } }, true],
    [
      { ArnLike: { 'AWS:sourceArn': ['arn:aws:s3:::b', 'arn:aws:events:*:*:rule/changes/*'] } },
      true,
    ],
    [{ StringEquals: { 'aws:SourceAccount': '000000000000' } }, true],
    [{ StringEqualsIgnoreCase: { 'aws:SourceArn': RULE.toUpperCase() } }, true],
    [{ StringLike: { 'aws:SourceArn': '*:rule/changes/R?le' } }, true],
    [{ Bool: { 'aws:SecureTransport': 'true' } }, true],
    [{ Bool: { 'aws:SecureTransport': true } }, true],
    [{ StringNotEquals: { 'aws:SourceAccount': '111111111111' } }, true],
    [{ ArnEquals: { 'aws:SourceArn': `${RULE}2` } }, false],
    [{ StringEquals: { 'aws:SourceArn': RULE.toUpperCase() } }, false],
    [{ StringEquals: { 'aws:SourceAccount': '111111111111' } }, false],
    [{ StringNotLike: { 'aws:SourceArn': '*/changes/*' } }, false],
    [{ ArnNotEquals: { 'aws:SourceArn': ['arn:aws:s3:::b', RULE] } }, false],
    [{ Bool: { 'aws:SecureTransport': 'false' } }, false],
    [
      {
        ArnEquals: { 'aws:SourceArn': RULE },
        StringEquals: { 'aws:SourceAccount': '111111111111' },
      },
      false,
    ],
  ])(`${policyRules.conditions.text}: %j %s`, (Condition, allowed) => {
    expect(letsRuleSend({ Principal: EVENTS, Condition })).toBe(allowed)
  })

  it.each([
    [{ ArnEquals: { 'aws:SourceArn': RULE } }, false],
    [{ StringEquals: { 'aws:SourceAccount': '000000000000' } }, false],
    [{ ArnEqualsIfExists: { 'aws:SourceArn': RULE } }, true],
    [{ StringNotEquals: { 'aws:SourceAccount': '000000000000' } }, true],
  ])(`${policyRules.absentKeys.text}: %j %s`, (Condition, allowed) => {
    expect(allows({ Condition })).toBe(allowed)
  })

  it.each([
    ['arn:aws:events:*:000000000000:rule/*', true],
    ['arn:*:events:*:*:*', true],
    ['arn:aws:events:*', false],
    ['arn:aws:*:rule/changes/Rule', false],
  ])(`${policyRules.arnConditions.text}: %s %s`, (pattern, allowed) => {
    const Condition = { ArnLike: { 'aws:SourceArn': pattern } }

    expect(letsRuleSend({ Principal: EVENTS, Condition })).toBe(allowed)
  })

  it.each([
    { StringEquals: { 'kms:ViaService': 'sqs.eu-west-1.amazonaws.com' } },
    { 'ForAnyValue:StringEquals': { 'aws:SourceArn': RULE } },
    { StringEquals: { 'aws:SourceArn': '${aws:PrincipalArn}' } },
  ])(`${policyRules.otherConditions.text}: %j`, (Condition) => {
    const denying = aPolicy([aStatement(), aStatement({ Effect: 'Deny', Condition })])

    expect(allows({ Condition })).toBe(true)
    expect(isAllowed(aRequest({ ofCaller: [denying] }))).toBe(true)
  })

  it('takes the conditions that are modelled though another beside them is not', () => {
    const Condition = {
      StringEquals: { 'kms:ViaService': 'sqs', 'aws:SourceAccount': '111111111111' },
    }

    expect(letsRuleSend({ Principal: EVENTS, Condition })).toBe(false)
  })
})

const patterns = fc.constantFrom('*', 'sqs:*', 'sqs:SendMessage', 'sqs:Send*', 's3:*')
const conditions = fc.constantFrom<unknown>(
  undefined,
  { ArnEquals: { 'aws:SourceArn': RULE } },
  { Bool: { 'aws:SecureTransport': 'false' } },
  { StringNotEquals: { 'aws:SourceAccount': '111111111111' } },
  { DateLessThan: { 'aws:CurrentTime': '2030-01-01T00:00:00Z' } },
)
const members = fc
  .record({
    Effect: fc.constantFrom('Allow', 'Deny'),
    action: fc.constantFrom('Action', 'NotAction'),
    patterns: fc.array(patterns, { minLength: 1, maxLength: 2 }),
    Resource: fc.constantFrom('*', QUEUE, 'arn:aws:s3:::b/*'),
    Condition: conditions,
    Principal: fc.constantFrom('*', EVENTS, { AWS: ROLE }, { AWS: '000000000000' }),
  })
  .map(({ action, patterns: names, Condition, ...others }) => ({
    ...others,
    [action]: names,
    ...(Condition !== undefined && { Condition }),
  }))
const requests = fc.record({
  ofCaller: fc.array(members, { maxLength: 4 }),
  ofResource: fc.array(members, { maxLength: 4 }),
  asked: fc.constantFrom({}, asRule),
  resourceDecides: fc.boolean(),
})
type Generated = typeof requests extends fc.Arbitrary<infer Value> ? Value : never

/** Statements of the caller have no principal. */
function toRequest({ ofCaller, ofResource, asked, resourceDecides }: Generated): AccessRequest {
  const own = ofCaller.map(({ Principal: _, ...statement }) => statement)
  return aRequest({
    ...asked,
    resourceDecides,
    ofCaller: own.length === 0 ? [] : [aPolicy(own)],
    ofResource: ofResource.length === 0 ? [] : [aQueuePolicy(ofResource)],
  })
}

/** The request with one more statement, of the caller or of the resource. */
function withOneMore(
  given: Generated,
  where: 'ofCaller' | 'ofResource',
  statement: Generated['ofCaller'][number],
) {
  return toRequest({ ...given, [where]: [...given[where], statement] })
}

describe('property: evaluate', () => {
  const more = fc.constantFrom('ofCaller' as const, 'ofResource' as const)

  it('property: one more Allow never takes a permission away', () => {
    fc.assert(
      fc.property(requests, more, members, (given, where, statement) => {
        const allowing = { ...statement, Effect: 'Allow' as const }

        fc.pre(isAllowed(toRequest(given)))
        expect(isAllowed(withOneMore(given, where, allowing))).toBe(true)
      }),
    )
  })

  it('property: one more Deny never gives a permission', () => {
    fc.assert(
      fc.property(requests, more, members, (given, where, statement) => {
        const denying = { ...statement, Effect: 'Deny' as const }

        fc.pre(!isAllowed(toRequest(given)))
        expect(isAllowed(withOneMore(given, where, denying))).toBe(false)
      }),
    )
  })

  it('property: the order of statements makes no difference', () => {
    fc.assert(
      fc.property(requests, (given) => {
        const reversed = {
          ...given,
          ofCaller: given.ofCaller.toReversed(),
          ofResource: given.ofResource.toReversed(),
        }

        expect(isAllowed(toRequest(reversed))).toBe(isAllowed(toRequest(given)))
      }),
    )
  })
})
