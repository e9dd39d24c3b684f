import { normalQuantile } from './normal-distribution.ts';

/** A run asks for one or two levels, millions of times. */
const known = new Map<number, number>();

/**
 * How many standard errors two-sided normal limits reach: z = Φ⁻¹(1 − (1 − c)/2).
 *
 * @param confidence level as a proportion, 0.5 < c < 1
 * @returns 1.959963984540054 for 0.95
 * @throws RangeError where the level is not inside (0.5, 1), such as 95
 */
export function zForConfidence(confidence: number): number {
  let z = known.get(confidence);
  if (z === undefined) {
    z = normalQuantile(1 - tailOf(confidence));
    known.set(confidence, z);
  }
  return z;
}

/**
 * The probability left outside on each side of two-sided limits: (1 − c)/2.
 *
 * @param confidence level as a proportion, 0.5 < c < 1
 * @throws RangeError where the level is not inside (0.5, 1), such as 95
 */
export function tailOf(confidence: number): number {
  if (!(confidence > 0.5 && confidence < 1)) {
    throw new RangeError(`A confidence level is a proportion above 0.5 and below 1, not ${confidence}.`);
  }
  return (1 - confidence) / 2;
}

/** Standard errors that 95 % limits reach: published limits are turned into standard errors by it. */
export const Z_95 = zForConfidence(0.95);
