/** One thing that a request does, as a policy names it. */
export interface GatewayCall {
  /** `sqs:SendMessage` */
  readonly action: string
  /** ARN, or `*` for what is about no resource. */
  readonly resource: string
}

/** ARNs of what a request names. */
export interface ResourceNames {
  arn(service: string, resource: string): string
  /** By name or ARN. */
  table(nameOrArn: string): string
  bus(nameOrArn: string): string
  secret(nameOrArn: string): string
}

/** What a request asks for cannot be said: it is refused. */
export class CallNotPlaced extends Error {
  override readonly name = 'CallNotPlaced'
}
