/**
 * Throws unless each number is finite: a missing value must be dealt with before the statistics.
 *
 * @throws RangeError that names the argument and quotes the number
 */
export function requireNumbers(name: string, numbers: number | ArrayLike<number>): void {
  requireWithin(name, 'a finite number', numbers, -Number.MAX_VALUE);
}

/**
 * Throws unless each number is finite and 0 or above: counts, populations, weights, standard errors.
 *
 * @throws RangeError that names the argument and quotes the number
 */
export function requireNotNegative(name: string, numbers: number | ArrayLike<number>): void {
  requireWithin(name, '0 or above', numbers, 0);
}

/**
 * Throws unless each number is finite and above 0: multipliers, variances.
 *
 * @throws RangeError that names the argument and quotes the number
 */
export function requireAboveZero(name: string, numbers: number | ArrayLike<number>): void {
  requireWithin(name, 'above 0', numbers, Number.MIN_VALUE);
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

/** Throws unless each number is finite and not below the least: not a number is neither. */
function requireWithin(name: string, what: string, numbers: number | ArrayLike<number>, least: number): void {
  if (typeof numbers === 'number') {
    if (!(numbers >= least && numbers <= Number.MAX_VALUE)) refuse(name, what, numbers);
    return;
  }
  for (let at = 0; at < numbers.length; at++) {
    const number = numbers[at]!;
    if (!(number >= least && number <= Number.MAX_VALUE)) refuse(name, what, number);
  }
}

function refuse(name: string, what: string, number: number): never {
  throw new RangeError(`${name} must be ${what}, not ${number}.`);
}
