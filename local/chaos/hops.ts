/** Where a fault can be put, and what passes there. The words that people write. */
export const HOPS = {
  stream: 'the Pipe reads the stream',
  enrichment: 'the Pipe invokes the enrichment',
  bus: 'the Pipe puts events on the bus',
  rules: "a rule puts an event into a sink's queue",
  queues: 'a mapping receives and deletes messages',
  sinks: "a mapping invokes a sink's function",
  search: 'a function calls OpenSearch',
  firehose: 'a function puts records on the delivery stream',
  lake: 'the delivery stream writes an object',
  cache: 'a function calls Redis',
  objects: 'a function reads or writes an object',
} as const satisfies Record<string, string>

export type Hop = keyof typeof HOPS

export const HOP_NAMES = Object.keys(HOPS) as readonly Hop[]
