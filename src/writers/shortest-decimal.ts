import { digitsOf, writeDigits } from './digits.ts';

const [POINT, MINUS] = [0x2e, 0x2d];

/** Digits that tell every double from the next. */
const ENOUGH_DIGITS = 17;

/** Whole parts below this have at most ten digits and are 32-bit integers. */
const WHOLE_LIMIT = 2 ** 31;

/** Digits are written from 32-bit integers, eight at a time. */
const EIGHT_DIGITS = 1e8;

/** Whatever comes so near to a limit is left to others. */
const NEARLY = 1 - 1e-7;

/** No text is longer: a sign, a point and the digits. */
export const LONGEST_DECIMAL = ENOUGH_DIGITS + 2;

/** Powers of ten, each also as the sum of two halves with 26 bits and fewer, whose products are exact. */
const POWERS = Float64Array.from({ length: ENOUGH_DIGITS }, (_, exponent) => Number(`1e${exponent}`));
const UPPER_HALVES = POWERS.map(upperHalf);
const LOWER_HALVES = POWERS.map((power, exponent) => power - UPPER_HALVES[exponent]!);

/** Half the distance from a number to the next double, by the leading zeros of its whole part. */
const HALF_STEPS = Float64Array.from({ length: 32 }, (_, zeros) => 2 ** (31 - zeros - 53));

/**
 * Writes a number as the shortest decimal that reads back to the same double, the nearest of them, as `String` does:
 * a text for each number takes more than twice as long, and long outputs are little else.
 *
 * What stands after the point, times a power of ten, is held exactly as the sum of two doubles (Dekker 1971,
 * doi:10.1007/BF01397083). A decimal reads back as the number where it is nearer than half the step to the next
 * double, so digits are dropped as long as the nearest decimal without them is that near. A number for which any of
 * this is close is left alone.
 *
 * @param bytes with room for LONGEST_DECIMAL more
 * @param at where to write
 * @returns where the text ends; `at` for a number that is left to `String`: a whole one, one below 1 or of 2³¹ and
 *   more whatever its sign, one that is not finite, and the odd one whose digits doubles cannot tell
 */
export function writeShortestDecimal(value: number, bytes: Uint8Array, at: number): number {
  const size = Math.abs(value);
  if (!(size >= 1 && size < WHOLE_LIMIT)) return at;
  const whole = Math.floor(size);
  const part = size - whole;
  if (part === 0) return at;
  const wholeDigits = digitsOf(whole);
  const places = ENOUGH_DIGITS - wholeDigits;
  const scale = POWERS[places]!;
  // part × scale is exactly scaled + rest.
  const scaled = part * scale;
  if (scaled > Number.MAX_SAFE_INTEGER) return at;
  const upper = upperHalf(part);
  const lower = part - upper;
  const rest =
    upper * UPPER_HALVES[places]! -
    scaled +
    upper * LOWER_HALVES[places]! +
    lower * UPPER_HALVES[places]! +
    lower * LOWER_HALVES[places]!;
  const halfStep = HALF_STEPS[Math.clz32(whole)]! * scale;

  let digits = Math.floor(scaled);
  const over = scaled - digits + rest;
  if (Math.abs(over - 0.5) < 1 - NEARLY) return at;
  if (over > 0.5) digits += 1;
  else if (over < -0.5) digits -= 1;

  // Digits that are not needed, from the last: zeros, or what a shorter decimal makes up for.
  let dropped = 0;
  for (let unit = 10; ; unit *= 10) {
    const shorter = Math.floor(scaled / unit + 0.5) * unit;
    const distance = Math.abs(shorter - scaled - rest);
    if (distance * NEARLY > halfStep) break;
    if (distance > halfStep * NEARLY || distance > (unit / 2) * NEARLY) return at;
    digits = shorter;
    dropped += 1;
  }

  let end = at;
  if (value < 0) bytes[end++] = MINUS;
  end += wholeDigits;
  writeDigits(whole, bytes, end, wholeDigits);
  bytes[end++] = POINT;
  end += places;
  const first = Math.floor(digits / EIGHT_DIGITS);
  const lastDigits = Math.min(places, 8);
  writeDigits(digits - first * EIGHT_DIGITS, bytes, end, lastDigits);
  writeDigits(first, bytes, end - lastDigits, places - lastDigits);
  return end - dropped;
}

/** The first 26 bits of a number; the rest of it has 26 too, so that products of such halves are exact (Veltkamp). */
function upperHalf(number: number): number {
  const moved = (2 ** 27 + 1) * number;
  return moved - (moved - number);
}
