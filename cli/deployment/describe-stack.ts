import {
  type CloudFormationClient,
  DescribeStacksCommand,
  paginateListStackResources,
} from '@aws-sdk/client-cloudformation'
import { EnvironmentError } from '../../local/environment-error.ts'
import { messageOf } from '../../local/message-of.ts'

/** What of a deployed stack is needed to reach its parts. */
export interface DeployedStack {
  /** What `Ref` returns, by logical id. */
  readonly resources: Readonly<Record<string, string>>
  readonly outputs: Readonly<Record<string, string>>
  readonly parameters: Readonly<Record<string, string>>
}

/** @throws EnvironmentError when there is no such stack, or it cannot be asked. */
export async function describeStack(
  client: CloudFormationClient,
  stackName: string,
): Promise<DeployedStack> {
  try {
    const { Stacks = [] } = await client.send(new DescribeStacksCommand({ StackName: stackName }))
    const [{ Outputs = [], Parameters = [] } = {}] = Stacks
    const resources: Pair[] = []
    for await (const page of paginateListStackResources({ client }, { StackName: stackName })) {
      const { StackResourceSummaries: summaries = [] } = page
      resources.push(...summaries.map((one) => [one.LogicalResourceId, one.PhysicalResourceId]))
    }
    return {
      resources: toRecord(resources),
      outputs: toRecord(Outputs.map((one) => [one.OutputKey, one.OutputValue])),
      parameters: toRecord(Parameters.map((one) => [one.ParameterKey, one.ParameterValue])),
    }
  } catch (cause) {
    throw new EnvironmentError(`CloudFormation cannot be asked: ${messageOf(cause)}`, { cause })
  }
}

type Pair = (string | undefined)[]

/** What is not there yet has no value. */
function toRecord(pairs: readonly Pair[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    pairs.filter((pair) => pair.every((part) => part !== undefined && part !== '')),
  )
}
