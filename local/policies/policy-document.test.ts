// biome-ignore-all lint/suspicious/noTemplateCurlyInString: IAM's own variables
import { describe, expect, it } from 'vitest'
import { aPolicy, aQueuePolicy, aStatement } from './a-policy.ts'
import { readPolicy } from './policy-document.ts'
import { policyRules } from './rules.ts'

const read = (document: unknown) => readPolicy(document, { logicalId: 'Role', kind: 'identity' })

describe('readPolicy', () => {
  it('takes one statement for a list of one, and a text for a list of one', () => {
    const { statements } = read({ Statement: aStatement({ Sid: 'Send' }) })

    expect(statements).toMatchObject([
      { name: 'Send', effect: 'Allow', actions: { not: false, patterns: ['sqs:SendMessage'] } },
    ])
  })

  it.each([
    [{ Effect: 'allow' }, 'statement 1: Effect must be Allow or Deny, not allow'],
    [{ Effect: undefined }, 'Effect must be Allow or Deny, not undefined'],
    [{ Action: 'SendMessage' }, 'Action SendMessage is malformed'],
    [{ Action: '*:SendMessage' }, 'Action *:SendMessage is malformed'],
    [{ Action: [] }, 'Action must be a text or a list of texts'],
    [{ Resource: 'Orders' }, 'Resource Orders is malformed'],
    [{ Resource: 'arn:aws:sqs:eu-west-1:Orders' }, 'is malformed'],
    [{ Resource: 7 }, 'Resource must be a text'],
    [{ Condition: [] }, 'Condition must be an object'],
    [{ Condition: { ArnEquals: 'x' } }, 'Condition.ArnEquals must be an object'],
    [{ Condition: { ArnEquals: { 'aws:SourceArn': {} } } }, 'must be a text or a list of texts'],
    [{ Sid: 'Send', Principals: '*' }, 'Send: Principals is not modelled'],
    [{ Principal: '*' }, "a role's policy has no Principal"],
  ])(`${policyRules.malformed.text}: %j`, (members, message) => {
    expect(() => aPolicy([aStatement(members)])).toThrow(message)
  })

  it.each([
    [undefined, "Principal must be '*' or an object"],
    [{ Federated: 'x' }, 'Principal.Federated is not modelled'],
    [{ Service: 7 }, 'Principal.Service must be a text'],
  ])(`${policyRules.malformed.text}: of a queue, principal %j`, (Principal, message) => {
    expect(() => aQueuePolicy([aStatement({ Principal })])).toThrow(message)
  })

  it.each([
    ['text', 'the policy document is no JSON'],
    ['[]', 'the policy document is no object'],
    [{ Statement: [] }, 'the policy document has no Statement'],
    [{}, 'statement 1 is no object'],
    [{ Version: '2020-01-01', Statement: [] }, "the policy document's Version is 2020-01-01"],
    [{ Statements: [] }, 'the policy document: Statements is not modelled'],
    [{ Statement: { Effect: 'Allow', Action: '*' } }, 'must have either Resource or NotResource'],
    [{ Statement: { ...aStatement(), NotAction: '*' } }, 'must have either Action or NotAction'],
  ])(`${policyRules.malformed.text}: document %j`, (document, message) => {
    expect(() => read(document)).toThrow(message)
  })

  it(policyRules.policyVariables.text, () => {
    const Resource = 'arn:aws:s3:::bucket/${aws:username}/*'

    expect(() => aPolicy([aStatement({ Sid: 'Own', Resource })])).toThrow(
      'Own: Resource arn:aws:s3:::bucket/${aws:username}/* has a policy variable',
    )
  })
})
