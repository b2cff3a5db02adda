/**
 * What is counted, by name, with the unit that CloudWatch knows. All are in one namespace, and the
 * dimension `service` says which sink (or the enrichment) told them.
 */
export const METRIC_UNITS = {
  /** Stream records that the enrichment was handed. */
  RecordsRead: 'Count',
  /** Of those: parked whole, with or without an announcement. */
  RecordsParked: 'Count',
  /** Of those: of no declared entity, or a TTL delete that is not delivered. */
  RecordsIgnored: 'Count',
  /** Change events that the enrichment answered, announcements included. */
  EventsEnriched: 'Count',
  /** Of those: images that the bus does not take were stored beside it. */
  EventsClaimed: 'Count',
  /** Attributes that no definition names, and that were left out. */
  AttributesDropped: 'Count',
  /** Changes that a sink took. */
  EventsApplied: 'Count',
  /** Of those: written over a change that the sink's own versions could not tell from them. */
  EventsTied: 'Count',
  /** Changes that found a newer image in the sink. */
  EventsStale: 'Count',
  /** Changes that found themselves in the sink. */
  EventsDuplicate: 'Count',
  /** Changes that can never work as they are, and were dead-lettered. */
  EventsParked: 'Count',
  /** Changes that come back later. */
  EventsRetried: 'Count',
  /** Of those: for an answer of the sink that nobody has classified yet. */
  EventsUnknown: 'Count',
  /** Of those that come back: what the sink holds contradicts the order of changes. Somebody must look. */
  OrderViolations: 'Count',
  /** Of those that come back: of a stream that the sink does not list. The next deployment lets them through. */
  LineageUnknown: 'Count',
  /** Of those that come back: the index has versions of another codec. It must be rebuilt, or the layout set back. */
  CodecMismatch: 'Count',
  /** Changes that are done though not all cached lists they touch could be told: those end with their TTL. */
  FanOutUnknown: 'Count',
  /**
   * The longest time from a change to its arrival in the sink, of those applied; of the enrichment, to
   * its being read from the stream.
   */
  LagMs: 'Milliseconds',
  /** The longest time from a change to now, of those that come back later. */
  WaitingMs: 'Milliseconds',
} as const

export type MetricName = keyof typeof METRIC_UNITS

export type MetricValues = Readonly<Partial<Record<MetricName, number>>>

/** Where counts go. */
export interface Metrics {
  /** Tells these values at once. It never throws: a batch does not fail for its counts. */
  publish(values: MetricValues): void
}
