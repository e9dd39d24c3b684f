const ZERO = 0x30;

/** Two digits of each number below a hundred. */
const TENS = Uint8Array.from({ length: 100 }, (_, number) => ZERO + Math.floor(number / 10));
const UNITS = Uint8Array.from({ length: 100 }, (_, number) => ZERO + (number % 10));

/** How many digits a whole number from 0 to 2³¹ − 1 has. */
export function digitsOf(whole: number): number {
  let digits = 1;
  for (let limit = 10; limit <= whole; limit *= 10) digits += 1;
  return digits;
}

/** Writes the last digits of a whole number from 0 to 2³¹ − 1, zeros before it where it has fewer, as ASCII. */
export function writeDigits(whole: number, bytes: Uint8Array, end: number, digits: number): void {
  let rest = whole | 0;
  let at = end - 1;
  for (; at > end - digits; at -= 2) {
    const hundredth = (rest / 100) | 0;
    const two = rest - 100 * hundredth;
    bytes[at] = UNITS[two]!;
    bytes[at - 1] = TENS[two]!;
    rest = hundredth;
  }
  if (at === end - digits) bytes[at] = UNITS[rest % 100]!;
}
