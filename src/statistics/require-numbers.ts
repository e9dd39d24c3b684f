/**
 * Throws unless each number is finite: a missing value must be dealt with before the statistics.
 *
 * @throws RangeError that names the argument and quotes the number
 */
export function requireNumbers(name: string, numbers: number | ArrayLike<number>): void {
  requireEach(name, 'a finite number', numbers, () => true);
}

/**
 * Throws unless each number is finite and 0 or above: counts, populations, weights, standard errors.
 *
 * @throws RangeError that names the argument and quotes the number
 */
export function requireNotNegative(name: string, numbers: number | ArrayLike<number>): void {
  requireEach(name, '0 or above', numbers, (number) => number >= 0);
}

/**
 * Throws unless each number is finite and above 0: multipliers, variances.
 *
 * @throws RangeError that names the argument and quotes the number
 */
export function requireAboveZero(name: string, numbers: number | ArrayLike<number>): void {
  requireEach(name, 'above 0', numbers, (number) => number > 0);
}

/**
 * Throws unless all arrays have one length.
 *
 * @throws RangeError that names the arrays with their lengths
 */
export function requireSameLength(arrays: Readonly<Record<string, ArrayLike<unknown>>>): void {
  const lengths = Object.values(arrays).map((array) => array.length);
  if (lengths.some((length) => length !== lengths[0])) {
    const told = Object.entries(arrays).map(([name, array]) => `${name} ${array.length}`);
    throw new RangeError(`Arrays must have one length: ${told.join(', ')}.`);
  }
}

function requireEach(
  name: string,
  what: string,
  numbers: number | ArrayLike<number>,
  holds: (number: number) => boolean,
): void {
  for (const number of typeof numbers === 'number' ? [numbers] : Array.from(numbers)) {
    if (!Number.isFinite(number) || !holds(number)) {
      throw new RangeError(`${name} must be ${what}, not ${number}.`);
    }
  }
}
