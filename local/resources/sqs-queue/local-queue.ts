/** A queue of the stack on the SQS engine. */
export interface LocalQueue {
  readonly arn: string
  readonly name: string
  readonly url: string
  readonly retentionSeconds: number
  /** Whether that queue may have this one as its DLQ; each may when it is absent. */
  readonly takesRedriveOf?: (sourceArn: string) => boolean
}
