import { readPolicy } from '../../policies/policy-document.ts'
import { modelled, objectOf } from '../../template/property-support.ts'
import type { TemplateObject } from '../../template/template.ts'
import type { ResourceModel, Stack } from '../resource-model.ts'

/** One statement of a function's own policy: which service may invoke it, and for what. */
export const lambdaPermission: ResourceModel = {
  type: 'AWS::Lambda::Permission',

  support: objectOf(
    {
      Action: modelled('lambda:InvokeFunction'),
      FunctionName: modelled(),
      Principal: modelled(),
      SourceAccount: modelled(),
      SourceArn: modelled(),
    },
    { required: ['Action', 'FunctionName', 'Principal'] },
  ),

  async create({ logicalId, properties }, stack) {
    const functionArn = findFunctionArn(properties.FunctionName, stack)
    const policy = readPolicy(toDocument(properties, functionArn), { logicalId, kind: 'resource' })
    stack.policies.addStatements(functionArn, policy)
    return { ref: stack.names.physicalName(logicalId), attributes: {} }
  },
}

/** As AWS writes it: https://docs.aws.amazon.com/lambda/latest/dg/permissions-function-services.html */
function toDocument(
  { Action, Principal, SourceAccount, SourceArn }: TemplateObject,
  functionArn: string,
) {
  const isService = String(Principal).endsWith('.amazonaws.com')
  return {
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: isService ? { Service: Principal } : { AWS: Principal },
        Action,
        Resource: functionArn,
        Condition: {
          ...(SourceAccount !== undefined && {
            StringEquals: { 'aws:SourceAccount': SourceAccount },
          }),
          ...(SourceArn !== undefined && { ArnLike: { 'aws:SourceArn': SourceArn } }),
        },
      },
    ],
  }
}

/** By ARN or by name. */
function findFunctionArn(nameOrArn: unknown, { functions }: Stack): string {
  const found = [...functions].find(([arn, { name }]) => arn === nameOrArn || name === nameOrArn)
  if (found === undefined) throw new Error(`the function ${String(nameOrArn)} is not in this stack`)
  return found[0]
}
