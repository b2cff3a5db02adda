/** A queue of the stack on the SQS engine. */
export interface LocalQueue {
  readonly arn: string
  readonly name: string
  readonly url: string
  /** The engine keeps messages for ever; whoever reads an older one has to say so. */
  readonly retentionSeconds: number
}
