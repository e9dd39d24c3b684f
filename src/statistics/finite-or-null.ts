/** The number, or null where it overflowed or is undefined: a result never holds NaN or Infinity. */
export function finiteOrNull(number: number): number | null {
  return Number.isFinite(number) ? number : null;
}
