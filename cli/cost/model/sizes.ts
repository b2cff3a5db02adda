/** What a change weighs on its way, on average. Bytes are of UTF-8. */
export interface Sizes {
  /** A stream record, as the Pipe hands it on. */
  readonly recordBytes: number
  /** On the bus; a chunk is 64 KB. */
  readonly eventBytes: number
  readonly eventChunks: number
  /** Of a message in a queue, one for each event, and not of a change. */
  readonly messageBytes: number
  readonly messageChunks: number
  /** A line of the lake: as it is, as Firehose counts it, and compressed with its neighbours. */
  readonly lineBytes: number
  readonly lineBilledBytes: number
  readonly lineGzipBytes: number
  /** Objects that the enrichment stores beside the event: images too large for the bus, parked records. */
  readonly storedPerChange: number
  /** Of these the images, which search and lake read back, and their bytes. */
  readonly claimsPerChange: number
  readonly claimBytesPerChange: number
  /** Items of no declared entity give none. */
  readonly eventsPerChange: number
  /** Events that the index is told of: all but announcements of parked records. */
  readonly indexedPerChange: number
  /** Cached keys that a change takes out. */
  readonly cacheKeysPerChange: number
  /** Different items, of so many changes one. */
  readonly itemsPerChange: number
  /** Of the item in the table. */
  readonly itemBytes: number
}
