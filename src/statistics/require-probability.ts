/** @throws RangeError unless a probability is inside (0, 1) */
export function requireProbability(p: number): number {
  if (!(p > 0 && p < 1)) throw new RangeError(`A probability must be between 0 and 1, not ${p}.`);
  return p;
}

/** @throws RangeError unless degrees of freedom are above 0 and finite */
export function requireDegreesOfFreedom(df: number): number {
  if (!(df > 0 && df < Number.POSITIVE_INFINITY)) {
    throw new RangeError(`Degrees of freedom must be above 0, not ${df}.`);
  }
  return df;
}
