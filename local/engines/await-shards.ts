const WAIT_SECONDS_MAX = 30

/**
 * Waits until an OpenSearch that started on kept data serves it: for some seconds it listens and
 * answers 503, and who asks then may put off what it has to do for long. One that takes longer is not
 * waited for, as when an index is broken.
 */
export async function awaitShards(url: string, signal: AbortSignal): Promise<void> {
  const wait = `wait_for_status=yellow&timeout=${WAIT_SECONDS_MAX}s`
  const response = await fetch(`${url}/_cluster/health?${wait}`, { signal })
  await response.arrayBuffer()
}
