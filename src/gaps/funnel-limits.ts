import { lowerGammaShare, upperGammaShare } from '../statistics/gamma-share.ts';
import { normalQuantile } from '../statistics/normal-distribution.ts';
import { tailOf, zForConfidence } from '../statistics/z-for-confidence.ts';

export type FunnelStatistic = 'proportion' | 'ratio' | 'rate';

/** Limits of a funnel at one place; null where they cannot be known. */
export interface FunnelLimits {
  /** Limits that 2.5 % are below and above by chance, in the multiplier's unit. */
  readonly lower2sd: number | null;
  readonly upper2sd: number | null;
  /** Limits that 0.1 % are below and above by chance, in the multiplier's unit. */
  readonly lower3sd: number | null;
  readonly upper3sd: number | null;
}

/** The limits of each level leave 0.025 and 0.001 outside on each side. */
export const TWO_SD = 0.95;
export const THREE_SD = 0.998;
/** From here on an expansion gives the Poisson limits to the last digit, at once. */
const LARGE_EXPECTED = 1e8;

/**
 * The limits of a funnel at one denominator.
 *
 * @param average the average of all areas, for a ratio 1, as a share
 * @param denominator people, expected events or person-years, above 0
 */
export function limitsAt(
  statistic: FunnelStatistic,
  average: number,
  denominator: number,
  multiplier: number,
): FunnelLimits {
  const limits =
    statistic === 'proportion'
      ? (level: number) => proportionLimits(average, denominator, level)
      : (level: number) => countLimits(average * denominator, level).map((count) => count / denominator);
  const [lower2sd, upper2sd] = limits(TWO_SD).map((limit) => limit * multiplier) as [number, number];
  const [lower3sd, upper3sd] = limits(THREE_SD).map((limit) => limit * multiplier) as [number, number];
  return { lower2sd, upper2sd, lower3sd, upper3sd };
}

export function proportionLimits(average: number, people: number, level: number): [number, number] {
  const reach = zForConfidence(level) * Math.sqrt((average * (1 - average)) / people);
  return [Math.max(0, average - reach), Math.min(1, average + reach)];
}

/** The counts, not whole, that so many expected events fall short of or exceed with the level's probability. */
function countLimits(expected: number, level: number): [number, number] {
  if (expected === 0) return [0, 0];
  const tail = tailOf(level);
  const z = normalQuantile(tail);
  const lower =
    Math.exp(-expected) >= tail
      ? 0
      : solveCount(expected, z, shapeWithQuantile(expected, -z) - 1, (count) =>
          probit(upperGammaShare(count + 1, expected)),
        );
  const upper = solveCount(
    expected,
    -z,
    shapeWithQuantile(expected, z),
    (count) => -probit(lowerGammaShare(count, expected)),
  );
  return [lower, upper];
}

/**
 * The shape of the gamma distribution whose quantile at Φ(z) is x, by Cornish and Fisher's expansion (1938,
 * doi:10.2307/1400905): x = s + z√s + (z² − 1)/3 + (z³ − 7z)/(36√s), as exact as a double from s = 10⁸ on.
 */
function shapeWithQuantile(x: number, z: number): number {
  let shape = x;
  for (let round = 0; round < 10; round++) {
    const root = Math.sqrt(Math.max(shape, x / 10));
    shape = x - z * root - (z * z - 1) / 3 - (z ** 3 - 7 * z) / (36 * root);
  }
  return shape;
}

/** Where a score that rises with the count, about 1/√expected a count, reaches z: secant steps kept in a bracket. */
function solveCount(expected: number, z: number, guess: number, score: (count: number) => number): number {
  if (expected >= LARGE_EXPECTED) return guess;
  const spread = Math.sqrt(expected);
  let [low, high] = [0, Number.POSITIVE_INFINITY];
  let count = Math.max(guess, expected / 10);
  let slope = 1 / spread;
  let before: { count: number; excess: number } | null = null;
  for (let round = 0; round < 100; round++) {
    const excess = score(count) - z;
    if (excess < 0) low = count;
    else high = count;
    const secant = before ? (excess - before.excess) / (count - before.count) : slope;
    if (secant > 0 && Number.isFinite(secant)) slope = secant;
    before = { count, excess };
    const step = count - excess / slope;
    const within = step > low && step < high;
    const next = within ? step : high === Number.POSITIVE_INFINITY ? 2 * count + 1 : (low + high) / 2;
    if (Math.abs(next - count) <= 1e-14 * (count + spread)) return count;
    count = next;
  }
  return count;
}

/** Φ⁻¹, kept finite where a share rounds to 0 or 1. */
function probit(share: number): number {
  return normalQuantile(Math.min(Math.max(share, 1e-300), 1 - Number.EPSILON));
}
