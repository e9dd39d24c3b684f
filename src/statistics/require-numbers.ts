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
  let length: number | null = null;
  let isSame = true;
  for (const name in arrays) {
    length ??= arrays[name]!.length;
    isSame &&= arrays[name]!.length === length;
  }
  if (!isSame) {
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
  if (typeof numbers === 'number') {
    requireOne(name, what, numbers, holds);
    return;
  }
  for (let at = 0; at < numbers.length; at++) requireOne(name, what, numbers[at]!, holds);
}

function requireOne(name: string, what: string, number: number, holds: (number: number) => boolean): void {
  if (!Number.isFinite(number) || !holds(number))
    throw new RangeError(`${name} must be ${what}, not ${number}.`);
}
