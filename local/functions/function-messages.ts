/** What the runtime and a function's process say to each other. Payloads travel as JSON text, as on AWS. */
export interface InvokeMessage {
  readonly kind: 'invoke'
  readonly requestId: string
  readonly payload: string
  /** Epoch milliseconds; on the machine's own clock, whatever clock the models run on. */
  readonly deadlineMs: number
  /** How far `Date` is ahead of the machine's clock. Milliseconds. */
  readonly dateAheadMs: number
}

/** An error as Lambda reports it. */
export interface FunctionError {
  readonly errorType: string
  readonly errorMessage: string
  readonly trace?: readonly string[]
}

export type ProcessMessage =
  | { readonly kind: 'ready' }
  | { readonly kind: 'init-failed'; readonly error: FunctionError }
  | { readonly kind: 'succeeded'; readonly payload: string }
  | { readonly kind: 'failed'; readonly error: FunctionError }
