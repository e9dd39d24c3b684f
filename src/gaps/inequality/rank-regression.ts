import type { Withheld } from '../../statistics/withheld.ts';

export interface RankRegressionInput {
  /** One figure a group; for `logit` a proportion from 0 to 1. */
  readonly figures: ArrayLike<number>;
  /** Midpoint of each group's share of the cumulative population, 0 to 1. */
  readonly ranks: ArrayLike<number>;
  /** Weight of each group, 0 or above. */
  readonly weights: ArrayLike<number>;
  readonly link: 'identity' | 'logit';
}

/** A fitted curve at ranks 0 and 1, with what its residuals say of its precision. */
export interface RankRegression {
  readonly withheld: null;
  readonly first: number;
  readonly last: number;
  /** Standard error of last − first. */
  readonly differenceError: number;
  /** Standard error of ln(last/first); null where an end is zero or below. */
  readonly logRatioError: number | null;
}

const ROUNDS = 100;

/**
 * Weighted regression of figures on ranks, straight (`identity`) or logistic (`logit`, quasi-likelihood by iteratively
 * reweighted least squares), and the standard errors of the difference and the ratio of its ends.
 *
 * Robust covariance from the residuals, V = k/(k − 2)·B·(Σ w²e²xxᵀ)·B with B = (Σ w·v·xxᵀ)⁻¹, v = μ(1 − μ) or 1, and
 * the delta method. It takes nothing for granted about the figures' own precision.
 *
 * @returns the ends, or why there are none: fewer than three groups; all weight at one rank; a logistic fit that does
 *   not settle, as where one end has no events at all
 * @see White 1980, doi:10.2307/1912934; MacKinnon and White 1985 (HC1), doi:10.1016/0304-4076(85)90158-7
 */
export function rankRegression(input: RankRegressionInput): RankRegression | Withheld {
  const { figures, ranks, weights, link } = input;
  const groups = figures.length;
  if (groups < 3) return { withheld: 'fewer than three groups' };
  const fit = link === 'identity' ? straightFit(input) : logisticFit(input);
  if (typeof fit === 'string') return { withheld: fit };
  const { intercept, slope, bread } = fit;
  const at = (rank: number): number => {
    const line = intercept + slope * rank;
    return link === 'identity' ? line : 1 / (1 + Math.exp(-line));
  };
  let [m00, m01, m11] = [0, 0, 0];
  for (let group = 0; group < groups; group++) {
    const score = weights[group]! * (figures[group]! - at(ranks[group]!));
    const squared = score * score;
    m00 += squared;
    m01 += squared * ranks[group]!;
    m11 += squared * ranks[group]! ** 2;
  }
  const spread = groups / (groups - 2);
  const [first, last] = [at(0), at(1)];
  // How fast the ends move with intercept and slope.
  const ofFirst = link === 'identity' ? 1 : first * (1 - first);
  const ofLast = link === 'identity' ? 1 : last * (1 - last);
  const errorOf = (byIntercept: number, bySlope: number): number => {
    const u = bread.b00 * byIntercept + bread.b01 * bySlope;
    const v = bread.b01 * byIntercept + bread.b11 * bySlope;
    return Math.sqrt(Math.max(0, spread * (u * u * m00 + 2 * u * v * m01 + v * v * m11)));
  };
  return {
    withheld: null,
    first,
    last,
    differenceError: errorOf(ofLast - ofFirst, ofLast),
    logRatioError: first > 0 && last > 0 ? errorOf(ofLast / last - ofFirst / first, ofLast / last) : null,
  };
}

interface Fit {
  readonly intercept: number;
  readonly slope: number;
  readonly bread: Bread;
}

/** Inverse of a symmetric 2 × 2 matrix. */
interface Bread {
  readonly b00: number;
  readonly b01: number;
  readonly b11: number;
}

const ONE_RANK = 'all people are in one group';
const UNSETTLED = 'the logistic fit does not settle';

function straightFit({ figures, ranks, weights }: RankRegressionInput): Fit | string {
  return weightedFit(figures, ranks, weights) ?? ONE_RANK;
}

function logisticFit({ figures, ranks, weights }: RankRegressionInput): Fit | string {
  const groups = figures.length;
  const working = new Float64Array(groups);
  const workingWeights = new Float64Array(groups);
  let weight = 0;
  let events = 0;
  for (let group = 0; group < groups; group++) {
    weight += weights[group]!;
    events += weights[group]! * figures[group]!;
  }
  if (!(events > 0 && events < weight)) return 'every figure is at one end of the scale';
  let intercept = Math.log(events / (weight - events));
  let slope = 0;
  for (let round = 0; round < ROUNDS; round++) {
    for (let group = 0; group < groups; group++) {
      const line = intercept + slope * ranks[group]!;
      const fitted = 1 / (1 + Math.exp(-line));
      const variance = fitted * (1 - fitted);
      working[group] = line + (figures[group]! - fitted) / variance;
      workingWeights[group] = weights[group]! * variance;
    }
    const fit = weightedFit(working, ranks, workingWeights);
    if (fit === null) return round === 0 ? ONE_RANK : UNSETTLED;
    if (!Number.isFinite(fit.intercept) || !Number.isFinite(fit.slope)) return UNSETTLED;
    const step = Math.max(Math.abs(fit.intercept - intercept), Math.abs(fit.slope - slope));
    ({ intercept, slope } = fit);
    if (step <= 1e-12 * (1 + Math.abs(intercept) + Math.abs(slope))) return fit;
  }
  return UNSETTLED;
}

/** Weighted least squares of y on x; null where the weight is all at one x. */
function weightedFit(y: ArrayLike<number>, x: ArrayLike<number>, w: ArrayLike<number>): Fit | null {
  let [sum, meanX, meanY] = [0, 0, 0];
  for (let at = 0; at < y.length; at++) {
    sum += w[at]!;
    meanX += w[at]! * x[at]!;
    meanY += w[at]! * y[at]!;
  }
  meanX /= sum;
  meanY /= sum;
  let [spread, shared] = [0, 0];
  for (let at = 0; at < y.length; at++) {
    const off = x[at]! - meanX;
    spread += w[at]! * off * off;
    shared += w[at]! * off * (y[at]! - meanY);
  }
  if (!(spread > 1e-14 * sum)) return null;
  const slope = shared / spread;
  return {
    intercept: meanY - slope * meanX,
    slope,
    bread: { b00: 1 / sum + (meanX * meanX) / spread, b01: -meanX / spread, b11: 1 / spread },
  };
}
