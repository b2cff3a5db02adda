import { defineRules } from '../rules/rule.ts'

const IAM = 'https://docs.aws.amazon.com/IAM/latest/UserGuide/'
const LOGIC = `${IAM}reference_policies_evaluation-logic.html`
const SECRETS =
  'https://docs.aws.amazon.com/secretsmanager/latest/userguide/security-encryption.html'

/** Who may do what. */
export const policyRules = defineRules({
  deniedByDefault: {
    text: 'What no statement allows is denied.',
    source: LOGIC,
  },
  denyWins: {
    text: 'A statement that denies wins over every one that allows.',
    source: LOGIC,
  },
  actionPatterns: {
    text: 'Actions match in any case, with * for any text and ? for one character.',
    source: `${IAM}reference_policies_elements_action.html`,
  },
  resourcePatterns: {
    text: 'Resources match in their case, with * for any text, also over colons, and ? for one character.',
    source: `${IAM}reference_policies_elements_resource.html`,
  },
  notElements: {
    text: 'NotAction and NotResource are about everything but what they name.',
    source: `${IAM}reference_policies_elements_notaction.html`,
  },
  principals: {
    text: 'A statement of a resource’s policy is about the principals it names: services, roles, everyone.',
    source: `${IAM}reference_policies_elements_principal.html`,
  },
  eitherPolicyAllows: {
    text: 'Within the account a call is allowed by the role’s policies or by the resource’s, unless either denies it.',
    source: `${IAM}access_policies_identity-vs-resource.html`,
  },
  accountLeavesItToRoles: {
    text: 'A resource’s statement that names the account leaves the decision to the policies of the role.',
    source: `${IAM}reference_policies_elements_principal.html#principal-accounts`,
  },
  conditions: {
    text: 'Conditions on the source’s ARN and account and on TLS are looked at; calls count as made over TLS.',
    source: `${IAM}reference_policies_elements_condition_operators.html`,
  },
  absentKeys: {
    text: 'A condition on a key that the call does not carry fails, unless it is negated or ends in IfExists.',
    source: `${IAM}reference_policies_elements_condition_operators.html#Conditions_IfExists`,
  },
  arnConditions: {
    text: 'In a condition an ARN matches part by part: a wildcard does not reach over a colon.',
    source: `${IAM}reference_policies_elements_condition_operators.html#Conditions_ARN`,
  },
  otherConditions: {
    text: 'Any other condition is named at the start; it counts as met where it allows and as not met where it denies.',
    chosen:
      'A local call has no such context. What is left out can hide a denial of AWS but makes none up.',
  },
  malformed: {
    text: 'A malformed policy document stops the start with its name and statement.',
    source: `${IAM}reference_policies_grammar.html`,
  },
  policyVariables: {
    text: 'A policy variable stops the start with its name.',
    chosen: 'No local caller has a name or tag to put in its place.',
  },
  oneQueuePolicy: {
    text: 'A resource has one policy: a second one for it stops the start.',
    source:
      'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-sqs-queuepolicy.html',
  },
  functionPermissions: {
    text: 'A permission is one more statement of its function’s policy: for one service, and for one source if it names one.',
    source: 'https://docs.aws.amazon.com/lambda/latest/dg/permissions-function-services.html',
  },
  rolesOfTheStack: {
    text: 'A function and a Pipe have a role of the stack; another, or one with managed policies, stops the start.',
    chosen: 'What a role of another stack may do is not known here.',
  },
  functionsByTheirRole: {
    text: 'Every call of a function to SQS, S3, DynamoDB, EventBridge, Firehose and Secrets Manager is checked against its role.',
    source: 'https://docs.aws.amazon.com/lambda/latest/dg/lambda-intro-execution-role.html',
  },
  operatorsAreFree: {
    text: 'A call with any other access key goes to the engine itself and is not checked.',
    chosen: 'Operators and tests have their own rights, which no template tells.',
  },
  unplacedCalls: {
    text: 'A call of a function that cannot be placed is refused, not let through.',
    chosen: 'Whether AWS would allow it is not known.',
  },
  batchActions: {
    text: 'A batch call on a queue is authorized as the call for one message.',
    source:
      'https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonsqs.html',
  },
  deniedAsTheServiceSays: {
    text: 'A denied call gets the error of its service: access denied as JSON, S3’s as XML.',
    source: `${IAM}troubleshoot_access-denied.html`,
  },
  missingObjects: {
    text: 'Who may not list a bucket is denied an object that is not there, instead of being told so.',
    source: 'https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html',
  },
  toldOnce: {
    text: 'A denial is told once, with role, action, resource and where to mend it, until the call is allowed.',
    chosen: 'A caller that retries would bury everything else.',
  },
  keyOfQueue: {
    text: 'Sending to a queue with a key of the stack needs kms:GenerateDataKey and kms:Decrypt, receiving kms:Decrypt.',
    source:
      'https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-key-management.html',
  },
  keyOfBucket: {
    text: 'Putting an object into a bucket with a key of the stack needs kms:GenerateDataKey, getting one kms:Decrypt.',
    source: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html',
  },
  keyOfSecret: {
    text: 'Reading a secret with a key of the stack needs kms:Decrypt.',
    source: SECRETS,
  },
  keyOfTable: {
    text: 'Reading or writing a table with a key of the stack, and reading its stream, needs kms:Decrypt.',
    source: 'https://github.com/aws/aws-cdk/issues/10010',
  },
  keyOfEnvironment: {
    text: 'A function whose environment has a key of the stack cannot be invoked unless its role has kms:Decrypt.',
    source: 'https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html#API_Invoke_Errors',
  },
  keyPolicy: {
    text: 'A key lets in whom its own policy names; it leaves roles to their policies only where it names the account.',
    source: 'https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html',
  },
  keysOfServices: {
    text: 'A service needs the key’s policy to name it; keys that AWS manages name no service.',
    source:
      'https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-key-management.html#compatibility-with-aws-services',
  },
  keysOfTheStack: {
    text: 'A key that is neither of the stack nor managed by AWS stops the start.',
    chosen: 'Whom its policy lets in is not known here.',
  },
  busKey: {
    text: 'Putting events on a bus with a key needs no permission of the caller for the key.',
    source:
      'https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-encryption-key-policy.html',
  },
  customResources: {
    text: 'What CloudFormation itself does to make a resource is not checked.',
    chosen: 'It has the rights of whoever deploys.',
  },
  openSearch: {
    text: 'Requests to OpenSearch are not checked: an engine of one’s own does not know IAM, a domain’s access policy is not modelled.',
    chosen: 'The local engine takes any request.',
  },
})
