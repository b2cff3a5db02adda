import type { IncomingMessage } from 'node:http'
import { CallNotPlaced } from './gateway-call.ts'

/**
 * Our own: bytes of a call that is looked into. The largest that AWS takes, a batch of 16 MB for
 * DynamoDB, is base64 in JSON.
 */
const BODY_BYTES_MAX = 32 * 1024 * 1024

/** @throws CallNotPlaced for a body that is too large. */
export async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of request.iterator({ destroyOnReturn: false })) {
    bytes += (chunk as Buffer).length
    if (bytes > BODY_BYTES_MAX) {
      throw new CallNotPlaced(`The request has more than ${BODY_BYTES_MAX} bytes`)
    }
    chunks.push(chunk as Buffer)
  }
  return Buffer.concat(chunks)
}
