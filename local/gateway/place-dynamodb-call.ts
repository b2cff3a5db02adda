import { isRecord } from '../../shared/json/is-record.ts'
import { CallNotPlaced, type GatewayCall, type ResourceNames } from './gateway-call.ts'

type Input = Readonly<Record<string, unknown>>

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazondynamodb.html */
export function placeDynamodbCall(
  operation: string,
  input: Input,
  names: ResourceNames,
): readonly GatewayCall[] {
  const action = `dynamodb:${operation}`
  const { TableName, IndexName, RequestItems, TransactItems, StreamArn, ShardIterator } = input
  if (isRecord(RequestItems)) {
    return Object.keys(RequestItems).map((name) => ({ action, resource: names.table(name) }))
  }
  if (Array.isArray(TransactItems))
    return TransactItems.map((item) => placeInTransaction(item, names))
  if (typeof TableName === 'string') {
    const table = names.table(TableName)
    const index = typeof IndexName === 'string' ? `/index/${IndexName}` : ''
    return [{ action, resource: `${table}${index}` }]
  }
  if (typeof StreamArn === 'string') return [{ action, resource: StreamArn }]
  if (typeof ShardIterator === 'string') return [{ action, resource: streamOf(ShardIterator) }]
  if (operation === 'ExecuteStatement' || operation.endsWith('BatchExecuteStatement')) {
    throw new CallNotPlaced('The local runtime does not model PartiQL')
  }
  return [{ action, resource: '*' }]
}

const IN_TRANSACTION: Readonly<Record<string, string>> = {
  ConditionCheck: 'dynamodb:ConditionCheckItem',
  Delete: 'dynamodb:DeleteItem',
  Get: 'dynamodb:GetItem',
  Put: 'dynamodb:PutItem',
  Update: 'dynamodb:UpdateItem',
}

function placeInTransaction(item: unknown, names: ResourceNames): GatewayCall {
  const [[kind, operand] = ['', undefined]] = isRecord(item) ? Object.entries(item) : []
  const action = IN_TRANSACTION[kind]
  if (action === undefined || !isRecord(operand) || typeof operand.TableName !== 'string') {
    throw new CallNotPlaced(`"${kind}" is no part of a transaction`)
  }
  return { action, resource: names.table(operand.TableName) }
}

/** An iterator holds the ARN of its stream, on the engine as on AWS: `000|arn:...|...`. */
function streamOf(iterator: string): string {
  const arn = iterator.split('|').find((part) => part.startsWith('arn:'))
  if (arn === undefined) throw new CallNotPlaced('The shard iterator does not name its stream')
  return arn
}
