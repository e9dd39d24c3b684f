const BEYOND_ASCII = 0x80;
const ZERO = 0x30;

/** UTF-8 text that grows: quicker than adding strings, since nothing is made that is thrown away at once. */
export class ByteText {
  #bytes: Uint8Array<ArrayBuffer> = new Uint8Array(16 * 1024);
  #length = 0;

  /** How many bytes there are. */
  get length(): number {
    return this.#length;
  }

  /** Adds one ASCII character. */
  addCode(code: number): void {
    if (this.#length === this.#bytes.length) this.#grow(1);
    this.#bytes[this.#length++] = code;
  }

  add(text: string): void {
    // No character takes more than three bytes for each of its UTF-16 units.
    if (this.#length + 3 * text.length > this.#bytes.length) this.#grow(3 * text.length);
    const bytes = this.#bytes;
    const start = this.#length;
    for (let at = 0; at < text.length; at++) {
      const code = text.charCodeAt(at);
      if (code >= BEYOND_ASCII) {
        this.#length = start + at;
        this.#addEncoded(text.slice(at));
        return;
      }
      bytes[start + at] = code;
    }
    this.#length = start + text.length;
  }

  /** Adds a whole number from 0 to 2³¹ − 1. */
  addWhole(number: number): void {
    let digits = 1;
    for (let limit = 10; limit <= number; limit *= 10) digits += 1;
    if (this.#length + digits > this.#bytes.length) this.#grow(digits);
    this.#length += digits;
    const bytes = this.#bytes;
    for (let rest = number, at = this.#length - 1; digits > 0; digits--) {
      const tenth = (rest / 10) | 0;
      bytes[at--] = ZERO + rest - 10 * tenth;
      rest = tenth;
    }
  }

  /** The bytes so far, which are the caller's; begins anew. */
  take(): Uint8Array<ArrayBuffer> {
    const taken = this.#bytes.subarray(0, this.#length);
    this.#bytes = new Uint8Array(this.#bytes.length);
    this.#length = 0;
    return taken;
  }

  #addEncoded(text: string): void {
    const encoded = Buffer.from(text);
    this.#bytes.set(encoded, this.#length);
    this.#length += encoded.length;
  }

  #grow(by: number): void {
    const grown = new Uint8Array(2 * this.#bytes.length + by);
    grown.set(this.#bytes.subarray(0, this.#length));
    this.#bytes = grown;
  }
}
