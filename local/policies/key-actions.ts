/**
 * What a call on encrypted data asks of its caller besides: the service uses the key in the caller's
 * name. Each line's source stands with its rule.
 */
const DECRYPT = ['kms:Decrypt']
const GENERATE = ['kms:GenerateDataKey']
const BOTH = ['kms:Decrypt', 'kms:GenerateDataKey']

const byAction: Readonly<Record<string, readonly string[]>> = {
  's3:getobject': DECRYPT,
  's3:getobjectversion': DECRYPT,
  's3:putobject': GENERATE,
  'secretsmanager:getsecretvalue': DECRYPT,
  'secretsmanager:putsecretvalue': BOTH,
  'sqs:receivemessage': DECRYPT,
  'sqs:sendmessage': BOTH,
}

/** Reading and writing items and stream records; none of them describes or manages a table. */
const DYNAMODB_DATA =
  /^dynamodb:(batchget|batchwrite|conditioncheck|delete|get|put|update)item$|^dynamodb:(query|scan|getrecords)$/

/** Actions of KMS that an action of another service on encrypted data needs. */
export function keyActionsOf(action: string): readonly string[] {
  const name = action.toLowerCase()
  return byAction[name] ?? (DYNAMODB_DATA.test(name) ? DECRYPT : [])
}
