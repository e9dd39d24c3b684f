const ZERO = 0x30;

/** How many digits a whole number from 0 to 2³¹ − 1 has. */
export function digitsOf(whole: number): number {
  let digits = 1;
  for (let limit = 10; limit <= whole; limit *= 10) digits += 1;
  return digits;
}

/** Writes the last digits of a whole number from 0 to 2³¹ − 1, zeros before it where it has fewer, as ASCII. */
export function writeDigits(whole: number, bytes: Uint8Array, end: number, digits: number): void {
  for (let rest = whole | 0, at = end - 1; at >= end - digits; at--) {
    const tenth = (rest / 10) | 0;
    bytes[at] = ZERO + rest - 10 * tenth;
    rest = tenth;
  }
}
