/** A metric of CloudWatch. */
export interface Metric {
  readonly namespace: string
  readonly name: string
  readonly dimensions: Readonly<Record<string, string>>
}

/** One value of it. */
export interface MetricPoint extends Metric {
  readonly value: number
  /** As written; `Count`, `Milliseconds` ... */
  readonly unit?: string
}
