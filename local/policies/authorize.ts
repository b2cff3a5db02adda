/**
 * Asks whether one caller may do something.
 *
 * @param action `sqs:SendMessage`
 * @param resource ARN of what it is done to.
 * @throws AccessDenied
 */
export type Authorize = (action: string, resource: string) => void

/** No statement allows the call, or one denies it. */
export class AccessDenied extends Error {
  override readonly name = 'AccessDeniedException'
  /** Logical id of the role, or the service that called. */
  readonly caller: string
  readonly action: string
  readonly resource: string
  /** A statement denies it; otherwise none allows it. */
  readonly explicit: boolean

  constructor(denied: {
    readonly caller: string
    readonly action: string
    readonly resource: string
    /** What is missing or denies, and where to mend it. */
    readonly reason: string
    readonly explicit?: boolean
  }) {
    super(`${denied.caller} may not ${denied.action} on ${denied.resource}: ${denied.reason}`)
    this.caller = denied.caller
    this.action = denied.action
    this.resource = denied.resource
    this.explicit = denied.explicit ?? false
  }
}
