/** What the template holds whatever the settings say, as far as it is billed. A test compares. */
export const STACK = {
  alarms: 12,
  keys: 1,
  secrets: 1,
  sinks: 3,
  /** Of the interface endpoint in infra/cache-network.yml. */
  endpointZones: 2,
} as const

/**
 * Metrics told in a month without trouble: the enrichment's RecordsRead, EventsEnriched and LagMs, each
 * sink's EventsApplied and LagMs. Others cost for the hours in which they are told.
 */
export const METRICS_OF_ENRICHMENT = 3
export const METRICS_OF_SINK = 2
