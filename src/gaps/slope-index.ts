import { type Estimate, type Limits, withheldEstimate } from '../statistics/estimate.ts';
import { finiteOrNull } from '../statistics/finite-or-null.ts';
import { levelInWords } from '../statistics/level-in-words.ts';
import { requireNotNegative, requireNumbers, requireSameLength } from '../statistics/require-numbers.ts';
import { zForConfidence } from '../statistics/z-for-confidence.ts';

export type SlopeIndexTransform = 'none' | 'log' | 'logit';

export interface SlopeIndexInput {
  /** One figure a group, most deprived group first; for `logit` as proportions from 0 to 1. */
  readonly values: ArrayLike<number>;
  /** Their standard errors on the scale of the regression (for `log` those of ln y); null where unknown. */
  readonly errors: ArrayLike<number | null>;
  /** People in each group, 0 or above. */
  readonly populations: ArrayLike<number>;
  /** Levels as proportions, each inside (0.5, 1). */
  readonly confidence: readonly number[];
  /** Scale of the regression: `none` unless told, `log` for rates, `logit` for proportions. */
  readonly transform?: SlopeIndexTransform;
}

export interface SlopeIndex {
  /** Fitted value at the last rank minus at the first, in the figures' unit; 0 is no gradient. */
  readonly sii: Estimate;
  /** Fitted value at the last rank over at the first; 1 is no gradient. */
  readonly rii: Estimate;
  /** Fitted value at the first rank (the most deprived end), in the figures' unit; null when withheld. */
  readonly intercept: number | null;
}

/** The straight line through the groups, on the scale of the regression. */
interface Fit {
  readonly middle: number;
  readonly slope: number;
  readonly slopeError: number | null;
  readonly shares: readonly number[];
  readonly coefficients: readonly number[];
}

/**
 * Slope index and relative index of inequality: the gap across the whole population, not only its ends.
 *
 * Weighted least squares of g(y) on b, the midpoint of each group's share of the cumulative population, weights p
 * the shares: B = Σp(b − ½)g(y)/Σp(b − ½)², fitted at 0 and 1 as ȳ ∓ B/2 with ȳ = Σp·g(y), g none, log or logit.
 * SII = g⁻¹(ȳ + B/2) − g⁻¹(ȳ − B/2), RII the same divided. Limits from the groups' standard errors s:
 * untransformed, SII B ∓ z√Σc²s² with c = p(b − ½)/Σp(b − ½)² and RII by Fieller; transformed, both at
 * t = B ∓ z√Σc²s² in place of B, the mean held fixed.
 *
 * Negative (RII below 1) means that the most deprived are higher. Standard error of the RII null, since its limits
 * are not symmetric; that of a transformed SII by the delta method.
 *
 * @returns both indices. Withheld: fewer than three groups; a group without people; a figure that has no logarithm
 *   or logit; for the RII, a fitted end of zero or below. Without standard errors, or where Fieller's limits do not
 *   exist (d² ≤ z²·v_d, a fitted first end that is not clear of zero), limits are null and the note says so; the
 *   note also warns under five groups
 * @throws RangeError for missing or negative input, arrays of different lengths, or a proportion outside 0 to 1
 * @see Pamuk 1985, doi:10.1080/0032472031000141256; Fieller 1954, doi:10.1111/j.2517-6161.1954.tb00159.x;
 *   reference phe_sii: points to 1e-9, limits to 1e-6 of its analytic.csv
 */
export function slopeIndex(input: SlopeIndexInput): SlopeIndex {
  const { values, errors, populations, confidence, transform = 'none' } = input;
  requireSameLength({ values, errors, populations });
  requireNumbers('values', values);
  requireNotNegative('populations', populations);
  const known = Array.from(errors).filter((error) => error !== null);
  requireNotNegative('errors', known);
  const scale = SCALES[transform];
  const reason = reasonToWithhold(input, transform);
  if (reason) {
    return {
      sii: withheldEstimate(scale.siiMethod, reason, confidence),
      rii: withheldEstimate(scale.riiMethod, reason, confidence),
      intercept: null,
    };
  }

  const fit = fitLine(Array.from(values, scale.to), errors, populations);
  const ends = (slope: number) => ({
    first: scale.from(fit.middle - slope / 2),
    last: scale.from(fit.middle + slope / 2),
  });
  const { first, last } = ends(fit.slope);
  if (!Number.isFinite(first) || !Number.isFinite(last)) {
    const beyond = 'the fitted line leaves the range of numbers';
    return {
      sii: withheldEstimate(scale.siiMethod, beyond, confidence),
      rii: withheldEstimate(scale.riiMethod, beyond, confidence),
      intercept: null,
    };
  }
  const notes = [
    ...(values.length < 5 ? ['fewer than five groups'] : []),
    ...(known.length < errors.length ? ['no limits: a standard error is missing'] : []),
  ];
  const limitsOf = (index: (ends: { first: number; last: number }) => number): Limits[] =>
    confidence.map((level) => {
      const reach = zForConfidence(level);
      if (fit.slopeError === null) return { confidence: level, lower: null, upper: null };
      return {
        confidence: level,
        lower: finiteOrNull(index(ends(fit.slope - reach * fit.slopeError))),
        upper: finiteOrNull(index(ends(fit.slope + reach * fit.slopeError))),
      };
    });

  const beyond = (limits: readonly Limits[]): string[] =>
    fit.slopeError !== null && limits.some(({ lower, upper }) => lower === null || upper === null)
      ? ['a limit is beyond the range of numbers']
      : [];
  const siiLimits = limitsOf((at) => at.last - at.first);
  const sii: Estimate = {
    value: last - first,
    standardError:
      fit.slopeError === null ? null : finiteOrNull(scale.siiSlope(first, last) * fit.slopeError),
    limits: siiLimits,
    method: scale.siiMethod,
    withheld: null,
    note: [...notes, ...beyond(siiLimits)].join('; ') || null,
  };
  if (!(first > 0 && last > 0)) {
    return {
      sii,
      rii: withheldEstimate(scale.riiMethod, 'a fitted end is zero or below', confidence),
      intercept: first,
    };
  }
  const limits =
    transform === 'none' ? fiellerLimits(fit, errors, confidence) : limitsOf((at) => at.last / at.first);
  const unbounded = limits
    .filter(({ lower }) => lower === null)
    .map(({ confidence: level }) => levelInWords(level));
  if (transform !== 'none') notes.push(...beyond(limits));
  else if (unbounded.length > 0 && fit.slopeError !== null) {
    notes.push(`no ${unbounded.join(' or ')} limits: the fitted first end is not clear of zero`);
  }
  const rii: Estimate = {
    value: last / first,
    standardError: null,
    limits,
    method: scale.riiMethod,
    withheld: null,
    note: notes.join('; ') || null,
  };
  return { sii, rii, intercept: first };
}

const SCALES = {
  none: {
    to: (y: number) => y,
    from: (g: number) => g,
    siiSlope: () => 1,
    siiMethod: 'weighted linear regression, normal',
    riiMethod: 'weighted linear regression, Fieller',
  },
  log: {
    to: (y: number) => Math.log(y),
    from: (g: number) => Math.exp(g),
    siiSlope: (first: number, last: number) => (first + last) / 2,
    siiMethod: 'weighted regression on the log scale',
    riiMethod: 'weighted regression on the log scale',
  },
  logit: {
    to: (y: number) => Math.log(y / (1 - y)),
    from: (g: number) => 1 / (1 + Math.exp(-g)),
    siiSlope: (first: number, last: number) => (first * (1 - first) + last * (1 - last)) / 2,
    siiMethod: 'weighted regression on the logit scale',
    riiMethod: 'weighted regression on the logit scale',
  },
} as const;

function reasonToWithhold(
  { values, populations }: SlopeIndexInput,
  transform: SlopeIndexTransform,
): string | null {
  const figures = Array.from(values);
  if (transform === 'logit' && figures.some((value) => value < 0 || value > 1)) {
    throw new RangeError('The logit scale needs proportions from 0 to 1.');
  }
  if (figures.length < 3) return 'fewer than three groups';
  if (Array.from(populations).includes(0)) return 'a group has no population';
  if (transform === 'log' && figures.some((value) => value <= 0))
    return 'a figure of zero or below has no logarithm';
  if (transform === 'logit' && figures.some((value) => value === 0 || value === 1)) {
    return 'a proportion of 0 or 1 has no logit';
  }
  return null;
}

function fitLine(
  figures: readonly number[],
  errors: ArrayLike<number | null>,
  populations: ArrayLike<number>,
): Fit {
  const people = Array.from(populations).reduce((sum, count) => sum + count, 0);
  const shares = Array.from(populations, (count) => count / people);
  let before = 0;
  const fromMiddle = shares.map((share) => {
    const rank = before + share / 2;
    before += share;
    return rank - 0.5;
  });
  const spread = shares.reduce((sum, share, group) => sum + share * fromMiddle[group]! ** 2, 0);
  const coefficients = shares.map((share, group) => (share * fromMiddle[group]!) / spread);
  return {
    middle: shares.reduce((sum, share, group) => sum + share * figures[group]!, 0),
    slope: coefficients.reduce((sum, c, group) => sum + c * figures[group]!, 0),
    slopeError: errorOfSum(coefficients, errors),
    shares,
    coefficients,
  };
}

/** √Σ(c·s)² of a sum with coefficients c; null where an s is missing. */
function errorOfSum(coefficients: readonly number[], errors: ArrayLike<number | null>): number | null {
  let variance = 0;
  for (let group = 0; group < coefficients.length; group++) {
    const error = errors[group];
    if (error === null || error === undefined) return null;
    variance += (coefficients[group]! * error) ** 2;
  }
  return Math.sqrt(variance);
}

/** Limits of (ȳ + B/2)/(ȳ − B/2), both ends being sums over the same groups; null where there are none. */
function fiellerLimits(
  { middle, slope, shares, coefficients }: Fit,
  errors: ArrayLike<number | null>,
  confidence: readonly number[],
): Limits[] {
  const atLast = shares.map((share, group) => share + coefficients[group]! / 2);
  const atFirst = shares.map((share, group) => share - coefficients[group]! / 2);
  const lastError = errorOfSum(atLast, errors);
  const firstError = errorOfSum(atFirst, errors);
  const [last, first] = [middle + slope / 2, middle - slope / 2];
  const shared = atLast.reduce((sum, c, group) => sum + c * atFirst[group]! * (errors[group] ?? 0) ** 2, 0);
  return confidence.map((level) => {
    const z2 = zForConfidence(level) ** 2;
    const none = { confidence: level, lower: null, upper: null };
    if (lastError === null || firstError === null) return none;
    const a = first ** 2 - z2 * firstError ** 2;
    if (a <= 0) return none;
    const b = first * last - z2 * shared;
    const root = Math.sqrt(Math.max(0, b * b - a * (last ** 2 - z2 * lastError ** 2)));
    return { confidence: level, lower: (b - root) / a, upper: (b + root) / a };
  });
}
