import { type Estimate, withheldEstimate } from '../../statistics/estimate.ts';
import { normalLimits } from '../../statistics/normal-limits.ts';
import { type Groups, noOrder, noShareOfAverage, noShares } from './groups.ts';
import { midpoints } from './slope-indices.ts';

const METHOD = 'residual variance, normal';

/**
 * Absolute (`aci`) and relative (`rci`) concentration index: how far the measured quantity gathers at one end.
 *
 * The slope of 2σ²y (for rci of 2σ²y/μ) on the rank R, weighted by the shares p of the people, or 1/k where populations
 * are unknown; σ² = Σp(R − ½)². Standard error √(Σp·e²/((k − 2)σ²)) from the residuals e, normal limits. Bounded
 * figures are first put on 0 to 1, y → (y − min)/(max − min), and rci is corrected: Wagstaff /(1 − μ), Erreygers ·4μ.
 *
 * 0 is no gradient; positive means that more of it is with the least deprived, negative with the most deprived.
 *
 * @returns aci in the figures' unit (bounded: in shares of the range), rci without unit. Withheld: the order not known;
 *   all people in one group; figures outside the bounds; for rci an average of zero or below or a negative figure, and
 *   with Wagstaff an average at the upper bound. Two groups: no limits, and the note says so
 * @see Kakwani, Wagstaff and van Doorslaer 1997, doi:10.1016/S0304-4076(96)01807-6; Wagstaff 2005,
 *   doi:10.1002/hec.953; Erreygers 2009, doi:10.1016/j.jhealeco.2008.02.003; reference healthequal aci, rci, to 1e-7
 */
export function concentrationIndices(groups: Groups): { readonly aci: Estimate; readonly rci: Estimate } {
  const { input, ranked, values } = groups;
  const { bounds, populations, confidence } = input;
  const withheld = (reason: string): Estimate => withheldEstimate(METHOD, reason, confidence);
  const both = (reason: string) => ({ aci: withheld(reason), rci: withheld(reason) });
  if (ranked === null) return both(noOrder(input));
  if (populations !== null && groups.shares === null) return both(noShares(groups));
  const { min, max } = bounds ?? { min: 0, max: 1 };
  if (bounds && values.some((value) => value < min || value > max))
    return both('a figure is outside the bounds');
  const shares = Float64Array.from(ranked, (group) => groups.shares?.[group] ?? 1 / values.length);
  const figures = Float64Array.from(ranked, (group) => (values[group]! - min) / (max - min));
  const fit = slopeOn(midpoints(shares), figures, shares);
  if (fit === null) return both('all people are in one group');
  const note = [
    fit.error === null ? 'no limits: fewer than three groups' : null,
    populations === null ? 'groups weigh the same: the populations are not known' : null,
  ];
  const estimateOf = (factor: number): Estimate => {
    const standardError = fit.error === null ? null : fit.error * Math.abs(factor);
    const value = fit.slope * factor;
    return {
      value,
      standardError,
      limits: normalLimits(value, standardError, confidence),
      method: METHOD,
      withheld: null,
      note: note.filter((part) => part !== null).join('; ') || null,
    };
  };
  const aci = estimateOf(1);
  const { mean } = fit;
  const reason = noShareOfAverage({ ...groups, values: figures, mean });
  if (reason !== null) return { aci, rci: withheld(reason) };
  if (bounds?.correction === 'wagstaff' && mean >= 1)
    return { aci, rci: withheld('the average is at the upper bound') };
  const correction =
    bounds?.correction === 'wagstaff' ? 1 / (1 - mean) : bounds?.correction === 'erreygers' ? 4 * mean : 1;
  return { aci, rci: estimateOf(correction / mean) };
}

/** Slope of 2σ²y on the ranks with its standard error (null under three groups); null where all weight is in one. */
function slopeOn(
  ranks: Float64Array,
  figures: Float64Array,
  shares: Float64Array,
): { readonly slope: number; readonly error: number | null; readonly mean: number } | null {
  const sum = (term: (group: number) => number): number => {
    let total = 0;
    for (let group = 0; group < figures.length; group++) total += shares[group]! * term(group);
    return total;
  };
  const spread = sum((group) => (ranks[group]! - 0.5) ** 2);
  if (!(spread > 0)) return null;
  const mean = sum((group) => figures[group]!);
  const slope = 2 * sum((group) => (ranks[group]! - 0.5) * (figures[group]! - mean));
  if (figures.length < 3) return { slope, error: null, mean };
  const residual = (group: number): number =>
    2 * spread * (figures[group]! - mean) - slope * (ranks[group]! - 0.5);
  const variance = sum((group) => residual(group) ** 2) / ((figures.length - 2) * spread);
  return { slope, error: Math.sqrt(variance), mean };
}
