const QUOTE = 0x22
const BACKSLASH = 0x5c
const COMMA = 0x2c
const COLON = 0x3a
const OPEN_OBJECT = 0x7b

/** What a byte outside a string is to whoever skips or copies a value; any other is 0. */
const STRING = 1
const OPEN = 2
const CLOSE = 3
const SPACE = 4
const END = 5

const KINDS = new Uint8Array(256)
KINDS[QUOTE] = STRING
for (const byte of Buffer.from('{[')) KINDS[byte] = OPEN
for (const byte of Buffer.from('}]')) KINDS[byte] = CLOSE
for (const byte of Buffer.from(' \t\n\r')) KINDS[byte] = SPACE
KINDS[COMMA] = END

/**
 * Walks over JSON in UTF-8 without making a value of it.
 *
 * The JSON has been parsed already: what is not valid is not looked for. A byte of a longer
 * character is never one of the signs, so bytes are all that is looked at.
 */
export class JsonReader {
  readonly #bytes: Buffer
  #at = 0
  #nameStart = 0
  #nameEnd = 0

  /** @param room holds what is read: three bytes for each character of the longest text. */
  constructor(room: Buffer) {
    this.#bytes = room
  }

  /** Begins with another text, and says how many bytes it has. */
  read(text: string): number {
    this.#at = 0
    return this.#bytes.write(text)
  }

  /** Steps into the object that begins here; false, and no step, when it is none. */
  enterObject(): boolean {
    this.#skipSpace()
    if (this.#bytes[this.#at] !== OPEN_OBJECT) return false
    this.#at += 1
    return true
  }

  /** Steps to the value of the object's next member; false at its end. */
  nextMember(): boolean {
    this.#skipSpace()
    if (this.#bytes[this.#at] === COMMA) this.#at += 1
    this.#skipSpace()
    if (this.#bytes[this.#at] !== QUOTE) return false
    this.#nameStart = this.#at + 1
    this.#at = endOfString(this.#bytes, this.#at)
    this.#nameEnd = this.#at - 1
    this.#skipSpace()
    if (this.#bytes[this.#at] === COLON) this.#at += 1
    return true
  }

  /** Whether the member is spelt so. A name written with escapes is spelt otherwise. */
  isNamed(name: Uint8Array): boolean {
    if (this.#nameEnd - this.#nameStart !== name.length) return false
    return name.every((byte, place) => this.#bytes[this.#nameStart + place] === byte)
  }

  /** Whether the value here is an object. */
  isObject(): boolean {
    this.#skipSpace()
    return this.#bytes[this.#at] === OPEN_OBJECT
  }

  skipValue(): void {
    this.#skipSpace()
    const bytes = this.#bytes
    let at = this.#at
    let depth = 0
    for (;;) {
      const kind = KINDS[bytes[at] ?? COMMA]
      if (depth === 0 && (kind === END || kind === CLOSE)) break
      at = kind === STRING ? endOfString(bytes, at) : at + 1
      if (kind === OPEN) depth += 1
      else if (kind === CLOSE) depth -= 1
      if (depth === 0 && (kind === STRING || kind === CLOSE)) break
    }
    this.#at = at
  }

  /**
   * Copies the object or list here as the inside of a JSON string: its quotes and backslashes get
   * a backslash each, and space between its parts goes. It grows to twice its length at most.
   *
   * @returns where the copy ends.
   */
  copyEscaped(target: Uint8Array, start: number): number {
    const bytes = this.#bytes
    let from = this.#at
    let to = start
    let depth = 0
    for (;;) {
      const byte = bytes[from++] ?? 0
      const kind = KINDS[byte]
      if (kind === STRING) {
        target[to++] = BACKSLASH
        target[to++] = QUOTE
        for (;;) {
          const inside = bytes[from++] ?? QUOTE
          if (inside === QUOTE) break
          if (inside !== BACKSLASH) {
            target[to++] = inside
            continue
          }
          const escaped = bytes[from++] ?? QUOTE
          target[to++] = BACKSLASH
          target[to++] = BACKSLASH
          if (escaped === QUOTE || escaped === BACKSLASH) target[to++] = BACKSLASH
          target[to++] = escaped
        }
        target[to++] = BACKSLASH
        target[to++] = QUOTE
        continue
      }
      if (kind === SPACE) continue
      target[to++] = byte
      if (kind === OPEN) depth += 1
      else if (kind === CLOSE) {
        depth -= 1
        if (depth === 0) break
      }
    }
    this.#at = from
    return to
  }

  #skipSpace(): void {
    while (KINDS[this.#bytes[this.#at] ?? 0] === SPACE) this.#at += 1
  }
}

/** The place after a string that begins at `start`. */
function endOfString(bytes: Uint8Array, start: number): number {
  for (let at = start + 1; ; at += 1) {
    const byte = bytes[at] ?? QUOTE
    if (byte === QUOTE) return at + 1
    if (byte === BACKSLASH) at += 1
  }
}
