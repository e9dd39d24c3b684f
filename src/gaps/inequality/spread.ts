import { type Groups, MISSING, noShareOfAverage, noShares } from './groups.ts';

/**
 * How far the groups are spread; limits are simulated.
 *
 * `bgsd` √Σp(y − μ)², `cov` 100·bgsd/μ; `mdm` mean |y − μ|, `mdb` mean |y − best|, `mdr` mean |y − reference|, `idis`
 * 100·mean |y − μ|/μ, each with `u` unweighted (1/k) and `w` weighted by the shares p of the people. 0: all groups are
 * equal (mdb: to the best, mdr: to the reference); never negative; no direction.
 */
export const SPREAD_MEASURES = [
  'bgsd',
  'cov',
  'mdmu',
  'mdmw',
  'mdbu',
  'mdbw',
  'mdru',
  'mdrw',
  'idisu',
  'idisw',
] as const;

export type SpreadMeasure = (typeof SPREAD_MEASURES)[number];

/** Why a measure of spread cannot be computed; null where it can. */
export function noSpread(measure: SpreadMeasure, groups: Groups): string | null {
  const { shares, mean, input } = groups;
  const isUnweighted = measure.endsWith('u');
  if (!isUnweighted && shares === null) return noShares(groups);
  if (measure.startsWith('mdb')) return input.favourable === null ? MISSING.favourable : null;
  if (measure.startsWith('mdr')) return input.reference === null ? MISSING.reference : null;
  if (measure === 'cov' || measure.startsWith('idis')) return noShareOfAverage(groups);
  return mean === null ? MISSING.mean : null;
}

/** Writes every measure of spread of some figures of the groups, the m-th at `at + m·stride`. */
export type SpreadWriter = (figures: Float64Array, into: Float64Array, at: number, stride: number) => void;

/** A function that writes the standard deviation alone, where it stands among all measures. */
export function deviationWriter(groups: Groups): SpreadWriter {
  const { shares } = groups;
  const size = groups.values.length;
  const weights = shares ?? new Float64Array(size);
  // Without shares the weights are 0, and so is what they add to the average that is given.
  const given = shares === null ? (groups.mean ?? Number.NaN) : 0;
  return (figures, into, at) => {
    let weighted = 0;
    for (let group = 0; group < size; group++) weighted += weights[group]! * figures[group]!;
    const mean = given + weighted;
    let squares = 0;
    for (let group = 0; group < size; group++) {
      const off = Math.abs(figures[group]! - mean);
      squares += weights[group]! * off * off;
    }
    into[at] = Math.sqrt(squares);
  };
}

/**
 * A function that writes every measure of spread, in the order of SPREAD_MEASURES; those that `noSpread` gives a reason
 * for are not to be read.
 *
 * The average is that of the figures handed in, only for `idisw` that of the groups' own figures, as in the reference;
 * where populations are unknown it is the given one.
 */
export function spreadWriter(groups: Groups): SpreadWriter {
  const { shares, input } = groups;
  const size = groups.values.length;
  const weights = shares ?? new Float64Array(size);
  const ownMean = groups.mean ?? Number.NaN;
  const given = shares === null ? ownMean : 0;
  const reference = input.reference ?? 0;
  const isHighGood = input.favourable === 'high';
  return (figures, into, at, stride) => {
    let weighted = 0;
    let best = figures[0]!;
    for (let group = 0; group < size; group++) {
      const figure = figures[group]!;
      weighted += weights[group]! * figure;
      if (isHighGood ? figure > best : figure < best) best = figure;
    }
    const mean = given + weighted;
    const chosen = figures[reference]!;
    let squares = 0;
    let fromMean = 0;
    let fromMeanWeighted = 0;
    let fromOwnMeanWeighted = 0;
    let fromBest = 0;
    let fromBestWeighted = 0;
    let fromChosen = 0;
    let fromChosenWeighted = 0;
    for (let group = 0; group < size; group++) {
      const figure = figures[group]!;
      const weight = weights[group]!;
      const offMean = Math.abs(figure - mean);
      const offBest = Math.abs(figure - best);
      const offChosen = Math.abs(figure - chosen);
      squares += weight * offMean * offMean;
      fromMean += offMean;
      fromMeanWeighted += weight * offMean;
      fromOwnMeanWeighted += weight * Math.abs(figure - ownMean);
      fromBest += offBest;
      fromBestWeighted += weight * offBest;
      fromChosen += offChosen;
      fromChosenWeighted += weight * offChosen;
    }
    const deviation = Math.sqrt(squares);
    into[at] = deviation;
    into[at + stride] = (100 * deviation) / mean;
    into[at + 2 * stride] = fromMean / size;
    into[at + 3 * stride] = fromMeanWeighted;
    into[at + 4 * stride] = fromBest / size;
    into[at + 5 * stride] = fromBestWeighted;
    into[at + 6 * stride] = fromChosen / size;
    into[at + 7 * stride] = fromChosenWeighted;
    into[at + 8 * stride] = (100 * fromMean) / size / mean;
    into[at + 9 * stride] = (100 * fromOwnMeanWeighted) / ownMean;
  };
}
