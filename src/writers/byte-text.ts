import { digitsOf, writeDigits } from './digits.ts';
import { LONGEST_DECIMAL, writeShortestDecimal } from './shortest-decimal.ts';

const BEYOND_ASCII = 0x80;

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

  /** Adds what stands between two places once more. */
  repeat(from: number, to: number): void {
    const size = to - from;
    if (this.#length + size > this.#bytes.length) this.#grow(size);
    this.#bytes.copyWithin(this.#length, from, to);
    this.#length += size;
  }

  /** Adds a whole number from 0 to 2³¹ − 1. */
  addWhole(number: number): void {
    const digits = digitsOf(number);
    if (this.#length + digits > this.#bytes.length) this.#grow(digits);
    this.#length += digits;
    writeDigits(number, this.#bytes, this.#length, digits);
  }

  /** Adds a number as its shortest decimal. @returns whether it did; some numbers are left to others */
  addDecimal(number: number): boolean {
    if (this.#length + LONGEST_DECIMAL > this.#bytes.length) this.#grow(LONGEST_DECIMAL);
    const start = this.#length;
    this.#length = writeShortestDecimal(number, this.#bytes, start);
    return this.#length > start;
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
