import { type Estimate, withheldEstimate } from '../../statistics/estimate.ts';
import { finiteOrNull } from '../../statistics/finite-or-null.ts';
import { normalLimits } from '../../statistics/normal-limits.ts';
import { slopeIndex } from '../slope-index.ts';
import { type Groups, MISSING, noOrder, noShares } from './groups.ts';
import { type RankRegression, rankRegression } from './rank-regression.ts';

/** Slope index and relative index of the groups. */
export interface SlopeIndices {
  /** Fitted value at the least deprived end minus at the most deprived end, in the figures' unit. */
  readonly sii: Estimate;
  /** Fitted value at the least deprived end over that at the most deprived end. */
  readonly rii: Estimate;
}

const LINEAR = 'weighted linear regression, robust';
const LOGISTIC = 'logistic regression, robust, delta method';

/**
 * Slope index and relative index of inequality, linear or logistic.
 *
 * Linear: the figures, and where standard errors are known the limits, of `slopeIndex`; without any standard error the
 * limits come from how far the groups stray from the line (`rankRegression`). Logistic: y/scale regressed on the rank
 * with the populations as weights; SII = scale·(fitted at 1 − at 0), RII = fitted at 1 over at 0, limits by the delta
 * method on the same robust covariance. Limits of the SII are normal, of a robust RII normal on the log scale.
 *
 * 0 (RII 1) is no gradient, positive (above 1) means higher at the least deprived end.
 *
 * @returns both; withheld: order or populations not known, a group without people, fewer than three groups, a fitted
 *   end of zero or below (RII), and for logistic a scale that is not known or that a figure exceeds, or no fit
 * @see Moreno-Betancur and others 2015, doi:10.1097/EDE.0000000000000311; reference healthequal sii, rii: linear to
 *   1e-7, limits to 1e-4. Its logistic fit is not copied: it rounds y·n/scale, takes squared populations as weights and
 *   guesses the scale as the power of ten next above the largest figure; with these three put in, rankRegression gives
 *   its figures to 1e-7
 */
export function slopeIndices(groups: Groups): SlopeIndices {
  const { input, shares, ranked, populations, values, errors, hasNoErrors } = groups;
  const { confidence, slope = 'linear', scale } = input;
  const method = slope === 'linear' ? LINEAR : LOGISTIC;
  const withheld = (reason: string): SlopeIndices => ({
    sii: withheldEstimate(method, reason, confidence),
    rii: withheldEstimate(method, reason, confidence),
  });
  if (ranked === null) return withheld(noOrder(input));
  if (shares === null) return withheld(noShares(groups));
  const inOrder = (numbers: Float64Array): Float64Array =>
    Float64Array.from(ranked, (group) => numbers[group]!);
  const people = inOrder(populations!);
  const figures = inOrder(values);
  const notes = values.length < 5 ? ['fewer than five groups'] : [];

  if (slope === 'linear') {
    const known = errors ? inOrder(errors) : figures.map(() => 0);
    const hasAll = errors !== null;
    const line = slopeIndex({
      values: figures,
      errors: hasAll ? known : Array.from(figures, () => null),
      populations: people,
      confidence,
    });
    if (hasAll || !hasNoErrors || line.sii.withheld !== null) return line;
    const fit = rankRegression({
      figures,
      ranks: midpoints(inOrder(shares)),
      weights: people,
      link: 'identity',
    });
    if (fit.withheld !== null) return line;
    const { sii, rii } = ofFit(fit, 1, LINEAR, confidence, notes);
    return {
      sii: { ...sii, value: line.sii.value },
      rii: line.rii.withheld === null && rii.withheld === null ? { ...rii, value: line.rii.value } : line.rii,
    };
  }

  if (people.includes(0)) return withheld('a group has no population');
  if (scale === undefined) return withheld(MISSING.scale);
  if (values.some((value) => value < 0 || value > scale))
    return withheld('a figure is outside 0 to the scale');
  const fit = rankRegression({
    figures: figures.map((value) => value / scale),
    ranks: midpoints(inOrder(shares)),
    weights: people,
    link: 'logit',
  });
  return fit.withheld === null ? ofFit(fit, scale, LOGISTIC, confidence, notes) : withheld(fit.withheld);
}

/** Midpoint of each group's share of all people, counted from the first. */
export function midpoints(shares: Float64Array): Float64Array {
  let before = 0;
  return shares.map((share) => {
    const rank = before + share / 2;
    before += share;
    return rank;
  });
}

function ofFit(
  { first, last, differenceError, logRatioError }: RankRegression,
  scale: number,
  method: string,
  confidence: readonly number[],
  notes: readonly string[],
): SlopeIndices {
  const note = notes.join('; ') || null;
  const [value, error] = [scale * (last - first), scale * differenceError];
  return {
    sii: {
      value,
      standardError: error,
      limits: normalLimits(value, error, confidence),
      method,
      withheld: null,
      note,
    },
    rii:
      logRatioError === null
        ? withheldEstimate(method, 'a fitted end is zero or below', confidence)
        : {
            value: last / first,
            standardError: null,
            limits: normalLimits(Math.log(last / first), logRatioError, confidence).map((limits) => ({
              confidence: limits.confidence,
              lower: finiteOrNull(Math.exp(limits.lower!)),
              upper: finiteOrNull(Math.exp(limits.upper!)),
            })),
            method,
            withheld: null,
            note,
          },
  };
}
