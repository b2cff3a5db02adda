/** By name: a batch of parsed records in. */
export const peers: Readonly<Record<string, (records: readonly unknown[]) => unknown>>
