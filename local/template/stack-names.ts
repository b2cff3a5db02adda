import { createHash } from 'node:crypto'

/** The account that DynamoDB Local and the SQS engine use. */
export const ACCOUNT_ID = '000000000000'
export const REGION = 'eu-west-1'
export const PARTITION = 'aws'

const SUFFIX_LENGTH = 12

/** What things of a stack are called. */
export interface StackNames {
  readonly stackName: string
  readonly stackId: string
  /** `Ref` of `AWS::Region` and its like; undefined for a name that is none of them. */
  pseudoParameter(name: string): string | undefined
  /** A name like the one CloudFormation makes up, but the same at each start. */
  physicalName(logicalId: string): string
  /** `arn:aws:<service>:<region>:<account>:<resource>` */
  arn(service: string, resource: string): string
}

export function nameStack(stackName: string): StackNames {
  const arn = (service: string, resource: string) =>
    `arn:${PARTITION}:${service}:${REGION}:${ACCOUNT_ID}:${resource}`
  const stackId = arn('cloudformation', `stack/${stackName}/local`)
  const pseudoParameters: Readonly<Record<string, string>> = {
    'AWS::AccountId': ACCOUNT_ID,
    'AWS::Region': REGION,
    'AWS::Partition': PARTITION,
    'AWS::URLSuffix': 'amazonaws.com',
    'AWS::StackName': stackName,
    'AWS::StackId': stackId,
  }
  return {
    stackName,
    stackId,
    arn,
    pseudoParameter: (name) => pseudoParameters[name],
    physicalName: (logicalId) => `${stackName}-${logicalId}-${suffix(`${stackName}/${logicalId}`)}`,
  }
}

function suffix(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, SUFFIX_LENGTH)
}
