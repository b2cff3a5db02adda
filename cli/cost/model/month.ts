/** A month as AWS's own examples count it: 730 hours. */
export const HOURS_OF_MONTH = 730
export const SECONDS_OF_MONTH = HOURS_OF_MONTH * 3_600
export const DAYS_OF_MONTH = HOURS_OF_MONTH / 24

/** How AWS counts a GB of traffic and of storage. */
export const BYTES_OF_GB = 2 ** 30
