import { createHash, createHmac, type Hash, type Hmac } from 'node:crypto'

type Bytes = string | ArrayBuffer | ArrayBufferView

/** Node's own hash in the form that the signer takes. */
export class Sha256 {
  readonly #hash: Hash | Hmac

  constructor(secret?: Bytes) {
    this.#hash = secret === undefined ? createHash('sha256') : createHmac('sha256', toBytes(secret))
  }

  update(bytes: Bytes): void {
    this.#hash.update(toBytes(bytes))
  }

  async digest(): Promise<Uint8Array> {
    return this.#hash.digest()
  }
}

function toBytes(bytes: Bytes): Buffer {
  if (typeof bytes === 'string') return Buffer.from(bytes)
  return ArrayBuffer.isView(bytes)
    ? Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    : Buffer.from(bytes)
}
